namespace FreeNets.Compiler.Emit.Native;

/// <summary>The Python module of a native library: what all models share; see <see cref="PythonPartEmitter"/> for what each has.</summary>
internal static class PythonModule
{
    /// <summary>
    /// The module without its models. Names begin with an underscore, and models are in capitals: nothing of Python's is hidden.
    /// </summary>
    public static string Begin(string library) => Header(library) + Shared;

    private static string Header(string library) => $""""
        """The Python interface of lib{library}.so, which lies beside it. Made by FreeNets.Compiler {CompilerVersion.Text}; changes will be lost.

        Models are objects in capitals, whose help() says what they take. Calls hold no lock of Python's, so that threads run side by side.
        NumPy is needed only by those who pass arrays.
        """

        import ctypes as _ctypes
        import os as _os

        _path = _os.path.join(_os.path.dirname(_os.path.abspath(__file__)), "lib{library}.so")

        """".Replace("\r", "");

    private static string Shared => """"
        _library = _ctypes.CDLL(_path)


        class FreeNetError(Exception):
            """The library cannot do what was asked on this machine; the text says why."""


        class _Net:
            def __init__(self):
                size, pointer = _ctypes.c_size_t, _ctypes.c_void_p
                self._last_error = self._function("last_error", _ctypes.c_char_p)
                self._self_test = self._function("self_test", _ctypes.c_int32)
                self._calls = {}
                for suffix in ("", "_u8") if self.takes_bytes else ("",):
                    self._calls[suffix] = (
                        self._function("predict_batch" + suffix, _ctypes.c_int32, pointer, size, pointer, size),
                        self._function("classify" + suffix, _ctypes.c_int32, pointer, size),
                        self._function("probabilities" + suffix, _ctypes.c_int32, pointer, size, pointer, size) if self.classes else None,
                    )
                if self._function("model_hash", _ctypes.c_char_p)().decode() != self.model_hash:
                    raise ImportError(f"{_path} holds another {self.name} than this module was made for; copy both from one publish")

            def predict(self, x):
                """Logits, or what the model's activations make of them: see help() of the model."""
                x = self._unnamed(x)
                values, count, suffix, shape = self._read(x)
                samples = count // self.inputs
                is_array = _is_array(x)
                if is_array:
                    import numpy
                    result = numpy.empty((samples, self.outputs), numpy.float32)
                    logits = result.ctypes.data
                else:
                    logits = result = (_ctypes.c_float * (samples * self.outputs))()
                if samples:
                    self._check(self._calls[suffix][0](values, count, logits, samples * self.outputs))
                if is_array:
                    return result if len(shape) == 2 else result[0]
                rows = [result[first : first + self.outputs] for first in range(0, len(result), self.outputs)]
                return rows if len(shape) == 2 else rows[0]

            def classify(self, x):
                """The output with the largest logit, or one per sample: see help() of the model."""
                x = self._unnamed(x)
                values, count, suffix, shape = self._read(x)
                address = values if isinstance(values, int) else _ctypes.addressof(values)
                step = self.inputs * (1 if suffix else 4)
                classes = [self._class(address + sample * step, suffix) for sample in range(count // self.inputs)]
                if len(shape) == 1:
                    return classes[0]
                if _is_array(x):
                    import numpy
                    return numpy.array(classes, numpy.int32)
                return classes

            def probabilities(self, x):
                """The probability of each class: see help() of the model."""
                if not self.classes:
                    raise FreeNetError(f"{self.name} gives numbers, and no probabilities of classes")
                x = self._unnamed(x)
                values, count, suffix, shape = self._read(x)
                address = values if isinstance(values, int) else _ctypes.addressof(values)
                step = self.inputs * (1 if suffix else 4)
                rows = []
                for sample in range(count // self.inputs):
                    row = (_ctypes.c_float * self.classes)()
                    status = self._calls[suffix][2](address + sample * step, self.inputs, row, self.classes)
                    self._check(0 if status == -5 else min(status, 0))
                    rows.append(list(row))
                result = rows if len(shape) == 2 else rows[0]
                if _is_array(x):
                    import numpy
                    return numpy.array(result, numpy.float32).reshape((*shape[:-1], self.classes))
                return result

            def self_test(self):
                """Whether the model reproduces its check vectors on this machine."""
                status = self._self_test()
                if status == -4:
                    return False
                self._check(status)
                return True

            def _class(self, address, suffix):
                output = self._calls[suffix][1](address, self.inputs)
                if output == -5:
                    return -1
                self._check(min(output, 0))
                return output

            def _unnamed(self, x):
                """Columns by name as samples: rows of numbers."""
                if not self.columns or not hasattr(x, "keys"):
                    return x
                columns = [self._column(x, place) for place in range(self.inputs)]
                if all(one for one, _ in columns):
                    row = [values[0] for _, values in columns]
                    return row if isinstance(x, dict) else self._array([row])
                length = max(len(values) for one, values in columns if not one)
                for place, (one, values) in enumerate(columns):
                    if not one and len(values) != length:
                        raise ValueError(f"x[{self.columns[place][0]!r}] has {len(values)} values, and another column {length}")
                rows = [list(row) for row in zip(*(values * length if one else values for one, values in columns))]
                return rows if isinstance(x, dict) else self._array(rows)

            def _array(self, rows):
                import numpy
                return numpy.array(rows, numpy.float32).reshape((len(rows), self.inputs))

            def _column(self, x, place):
                """Whether a column is a single value, and its values as numbers."""
                name, categories, missing = self.columns[place]
                is_flag = place > 0 and name not in x and name == self.columns[place - 1][0] + "_missing"
                source = self.columns[place - 1][0] if is_flag else name
                if source not in x:
                    raise ValueError(f"x has no column {source!r}; {self.name} takes {', '.join(column[0] for column in self.columns)}")
                values = x[source]
                one = isinstance(values, (str, bytes)) or not hasattr(values, "__iter__")
                return one, [self._number(value, place, is_flag) for value in ([values] if one else values)]

            def _number(self, value, place, is_flag):
                name, categories, missing = self.columns[place]
                lacks = value is None or value != value
                if is_flag:
                    return float(lacks)
                if lacks and "(missing)" in categories:
                    return float(categories.index("(missing)"))
                if lacks:
                    if missing is None:
                        raise ValueError(f"x[{name!r}] lacks a value, and the model was trained on none that do")
                    return missing
                if isinstance(value, str) and categories:
                    if value not in categories:
                        raise ValueError(f"x[{name!r}]: {value!r} is none of {', '.join(categories)}")
                    return float(categories.index(value))
                return float(value)

            def _read(self, x):
                """What C takes: values, how many, the functions' suffix, and the shape."""
                if _is_array(x):
                    return self._read_array(x)
                if isinstance(x, (bytes, bytearray)):
                    if not self.takes_bytes:
                        raise TypeError(f"x is {type(x).__name__}; {self.name} takes float32")
                    self._check_shape((len(x),))
                    return (_ctypes.c_uint8 * len(x)).from_buffer_copy(x), len(x), "_u8", (len(x),)
                if not isinstance(x, (list, tuple)):
                    raise TypeError(f"x is {type(x).__name__}; {self.name} takes a NumPy array, a list or a tuple" + (", or bytes" if self.takes_bytes else ""))
                if len(x) > 0 and isinstance(x[0], (list, tuple)):
                    for row in x:
                        if not isinstance(row, (list, tuple)):
                            raise TypeError(f"x has a row that is {type(row).__name__}; all are lists or tuples, or none is")
                        self._check_shape((len(x), len(row)))
                    shape, values = (len(x), self.inputs), [value for row in x for value in row]
                else:
                    self._check_shape((len(x),))
                    shape, values = (len(x),), x
                return (_ctypes.c_float * len(values))(*values), len(values), "", shape

            def _read_array(self, x):
                import numpy
                if x.dtype != numpy.float32 and not (self.takes_bytes and x.dtype == numpy.uint8):
                    types = "float32 or uint8" if self.takes_bytes else "float32"
                    raise TypeError(f"x has dtype {x.dtype}; {self.name} takes {types}: x.astype(numpy.float32)")
                self._check_shape(x.shape)
                if not x.flags.c_contiguous:
                    raise ValueError("x is not in C order, or has gaps between rows: numpy.ascontiguousarray(x)")
                return x.ctypes.data, x.size, "_u8" if x.dtype == numpy.uint8 else "", x.shape

            def _check_shape(self, shape):
                if len(shape) not in (1, 2) or shape[-1] != self.inputs:
                    raise ValueError(f"x has shape {list(shape)}; {self.name} takes [{self.inputs}] or [samples, {self.inputs}]")

            def _check(self, status):
                if status != 0:
                    raise FreeNetError(self._last_error().decode())

            def _function(self, name, result, *arguments):
                function = getattr(_library, f"{self.name}_{name}")
                function.restype, function.argtypes = result, list(arguments)
                return function


        def _is_array(x):
            return hasattr(x, "__array_interface__") and hasattr(x, "dtype")

        """".Replace("\r", "");
}
