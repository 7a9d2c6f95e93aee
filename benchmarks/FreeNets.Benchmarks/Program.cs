using System.CommandLine;
using FreeNets.Benchmarks;
using FreeNets.Benchmarks.Demo;

var root = new RootCommand("Measures generated code beside what a user would pick instead.")
{
    DemoCommand.Create(),
    BenchCommand.Create(),
    BudgetCommand.Create(),
    InteropCommand.Create(),
    ModelsCommand.Create(),
    TableCommand.Create(),
    SizesCommand.Create(),
    DenormalsCommand.Create(),
    EstimatesCommand.Create(),
    MergeCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
