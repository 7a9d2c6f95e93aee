using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using FreeNets.Compiler;
using FreeNets.Model;
using FreeNets.Tests;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Terminal;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Commands;

/// <summary>The command on a model of its own.</summary>
public sealed class ExplainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly FreeNet _net = RandomNets.Create(seed: 1, inputs: 20, neurons: 40, outputs: 3, density: 0.1);

    public ExplainCommandTests() => FnetFile.Save(_net, Model);

    private string Model => _folder["model.fnet"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_text_has_every_part_of_the_plan_and_no_colour_off_a_terminal()
    {
        Assert.Equal(ExitCode.Success, await ExplainAsync(Model));

        var text = _output.ToString();
        Assert.StartsWith("model.fnet: 20 inputs, 40 neurons (ReLU), 3 outputs; ", text, StringComparison.Ordinal);
        Assert.All(
            [
                "Passes", "order of neurons", "Levels of the graph", "Kernels, and why these", "FLOPs of a sample", "Estimated cycles",
                "bytes of constants",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', text);
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task Json_holds_the_compilers_own_numbers()
    {
        Assert.Equal(ExitCode.Success, await ExplainAsync(Model, "--json"));

        var json = JsonDocument.Parse(_output.ToString()).RootElement;
        var plan = ModelCompiler.Explain(_net, new CompilerOptions("A", "B", "c", ""));
        Assert.Equal(MultiplyAdds.Dense(_net).Flops, json.GetProperty("flops").GetProperty("dense").GetProperty("all").GetInt64());
        Assert.Equal(
            plan.Paths.Select(static path => path.OneSample[0].Cycles),
            json.GetProperty("paths")
                .EnumerateArray()
                .Select(static path => path.GetProperty("oneSample")[0].GetProperty("cycles").GetDouble()));
        Assert.Equal(
            plan.Planned.Passes.Select(static pass => pass.Note),
            json.GetProperty("passes").EnumerateArray().Select(static pass => pass.GetProperty("note").GetString()));
        Assert.Equal(_net.Neurons, json.GetProperty("levelWidths").EnumerateArray().Sum(static width => width.GetInt32()));
    }

    [Fact]
    public async Task The_page_is_well_formed_draws_the_graph_and_needs_nothing_else()
    {
        Assert.Equal(ExitCode.Success, await ExplainAsync(Model, "--html", _folder["plan.html"]));

        var text = await File.ReadAllTextAsync(_folder["plan.html"]);
        var page = Parse(text);
        Assert.Equal(3, page.Descendants().Count(static element => element.Name.LocalName == "svg"));
        Assert.Equal(_net.Neurons, page.Descendants().Count(static element => element.Name.LocalName == "circle"));
        Assert.DoesNotContain(page.Descendants(), static element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        var ids = page.Descendants().Attributes("id").Select(static id => $"#{id.Value}").ToHashSet();
        Assert.All(page.Descendants().Attributes("href"), target => Assert.Contains(target.Value, ids));
        Assert.All(
            Regex.Matches(text, @"url\((?<target>[^)]{1,5})").Select(static match => match.Groups["target"].Value),
            static target => Assert.Equal("data:", target));

        Assert.Equal(ExitCode.Success, await ExplainAsync(Model, "--html", _folder["again.html"]));
        Assert.Equal(text, await File.ReadAllTextAsync(_folder["again.html"]));
    }

    [Fact]
    public async Task Text_from_the_file_stays_text_on_the_page()
    {
        FnetFile.Save(_net with { Provenance = new Provenance { DataSet = "<script>alert(1)</script> [red]", TestAccuracy = 1 } }, Model);

        Assert.Equal(ExitCode.Success, await ExplainAsync(Model, "--html", _folder["plan.html"]));
        Assert.Equal(ExitCode.Success, await ExplainAsync(Model));

        Assert.DoesNotContain("<script", await File.ReadAllTextAsync(_folder["plan.html"]), StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script> [red] right", _output.ToString().ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named_with_the_remedy()
    {
        Assert.Equal(ExitCode.Usage, await ExplainAsync(_folder["none.fnet"]));
        Assert.Equal($"freenets: {_folder["none.fnet"]}: no such file. Give a model file, such as freenets train writes.\n", Error);
    }

    [Fact]
    public async Task A_damaged_file_is_named_with_its_field_and_no_page_is_written()
    {
        await File.WriteAllTextAsync(
            Model, (await File.ReadAllTextAsync(Model)).Replace("\"neurons\": 40", "\"neurons\": 41", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Usage, await ExplainAsync(Model, "--html", _folder["plan.html"]));

        Assert.Matches(@"^freenets: .*model\.fnet\(\d+,\d+\): encoder: .*\n$", Error);
        Assert.False(File.Exists(_folder["plan.html"]));
    }

    [Fact]
    public async Task A_page_that_names_a_folder_is_refused()
    {
        Assert.Equal(ExitCode.Usage, await ExplainAsync(Model, "--html", _folder.Path));
        Assert.Contains("names a folder. Give a file in it, such as ", Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int8", "int8, whole cache lines")]
    [InlineData("bfloat16", "bfloat16")]
    [InlineData("float16", "float16")]
    public async Task A_precision_is_explained_as_it_would_be_compiled(string precision, string kernel)
    {
        FnetFile.Save(RandomNets.Create(seed: 1, inputs: 784, neurons: 100, outputs: 10, density: 0.2), Model);

        Assert.Equal(ExitCode.Success, await ExplainAsync(Model, "--json", "--precision", precision));
        var kernels = JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("kernels").GetRawText();

        Assert.Contains(kernel, kernels, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_precision_that_the_inputs_do_not_take_is_refused()
    {
        FnetFile.Save(_net with { Domain = InputDomain.Bytes with { Type = InputType.Float32 } }, Model);

        Assert.Equal(ExitCode.Usage, await ExplainAsync(Model, "--precision", "int8"));

        Assert.StartsWith($"freenets: {Model}: ", Error, StringComparison.Ordinal);
        Assert.Single(Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_page_that_names_a_pipe_is_refused_before_anything_is_planned()
    {
        NamedPipe.Create(_folder["pipe"]);

        Assert.Equal(ExitCode.Usage, await ExplainAsync(Model, "--html", _folder["pipe"]));

        Assert.Equal($"freenets: --html {_folder["pipe"]}: names a pipe. Give the name of a file, such as plan.html.\n", Error);
        Assert.Equal("pipe", AtomicFile.KindOf(_folder["pipe"]));
    }

    [Theory]
    [InlineData("none/plan.html", "does not exist. Create it first.")]
    [InlineData("LONG.html", "the name is too long for the file system. Give a shorter one.")]
    public async Task A_place_that_takes_no_page_is_refused_before_the_model_is_read(string name, string fault)
    {
        await File.WriteAllTextAsync(Model, "no model");
        var place = _folder[name.Replace("LONG", new string('p', 250), StringComparison.Ordinal)];

        Assert.Equal(ExitCode.Usage, await ExplainAsync(Model, "--html", place));

        Assert.StartsWith($"freenets: --html {place}: ", Error, StringComparison.Ordinal);
        Assert.EndsWith($"{fault}\n", Error, StringComparison.Ordinal);
        Assert.Equal(["model.fnet"], _folder.Entries);
    }

    [Fact]
    public async Task A_network_that_no_code_is_generated_for_is_refused_with_the_limit()
    {
        FnetFile.Save(RandomNets.Create(seed: 1, inputs: 1, neurons: 4_090, outputs: 10, density: 0), Model);
        Assert.Equal(ExitCode.Failure, await ExplainAsync(Model));
        Assert.Contains("model.fnet: neurons, outputs: The network has 4,100", Error, StringComparison.Ordinal);
    }

    private string Error => _error.ToString().ReplaceLineEndings("\n");

    private Task<int> ExplainAsync(params string[] args) => FreeNetsCommand.InvokeAsync(["explain", .. args], _output, _error);

    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
