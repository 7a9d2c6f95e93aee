using System.CommandLine;
using FreeNets.Benchmarks.Demo;
using FreeNets.Benchmarks.Peers;

var root = new RootCommand("Measures generated code beside what a user would pick instead.")
{
    DemoCommand.Create(),
    PeersCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
