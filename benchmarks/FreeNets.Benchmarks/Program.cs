using System.CommandLine;
using FreeNets.Benchmarks.Demo;

var root = new RootCommand("Measures generated code beside what a user would pick instead.") { DemoCommand.Create() };
return await root.Parse(args).InvokeAsync();
