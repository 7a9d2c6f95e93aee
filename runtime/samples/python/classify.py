"""Classifies frames of raw 8-bit pixels with the library of ../model and prints one line a frame: the output, then all logits.

   python3 classify.py out/libmodel.so < frames.raw        needs NumPy
"""
import ctypes
import sys

import numpy as np


class Model:
    """A model library. Arrays go to it as they are: no copies, where rows follow each other."""

    def __init__(self, path):
        self._library = ctypes.CDLL(path)
        self.inputs = self._library.model_inputs()
        self.outputs = self._library.model_outputs()
        self._library.model_last_error.restype = ctypes.c_char_p
        pixels = np.ctypeslib.ndpointer(np.uint8, ndim=2, flags="C_CONTIGUOUS")
        logits = np.ctypeslib.ndpointer(np.float32, ndim=2, flags="C_CONTIGUOUS")
        self._library.model_predict_batch_u8.argtypes = [pixels, ctypes.c_size_t, logits, ctypes.c_size_t]
        self._check(self._library.model_self_test())

    def predict(self, pixels):
        """Logits, float32 [samples, outputs], of pixels, uint8 [samples, inputs]."""
        if pixels.dtype != np.uint8 or pixels.ndim != 2 or pixels.shape[1] != self.inputs:
            raise ValueError(f"pixels are {pixels.dtype} {list(pixels.shape)}; the model takes uint8 [samples, {self.inputs}]")
        pixels = np.ascontiguousarray(pixels)
        logits = np.empty((len(pixels), self.outputs), np.float32)
        self._check(self._library.model_predict_batch_u8(pixels, pixels.size, logits, logits.size))
        return logits

    def _check(self, status):
        if status != 0:
            raise RuntimeError(self._library.model_last_error().decode())


def main():
    model = Model(sys.argv[1])
    frames = np.frombuffer(sys.stdin.buffer.read(), np.uint8).reshape(-1, model.inputs)
    for logits in model.predict(frames):
        print(logits.argmax(), *(f"{logit:.9g}" for logit in logits))


if __name__ == "__main__":
    main()
