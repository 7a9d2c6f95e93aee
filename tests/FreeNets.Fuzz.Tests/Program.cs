using System.CommandLine;
using FreeNets.Fuzz.Differential;
using FreeNets.Fuzz.Hostile;

var root = new RootCommand("The long forms of the tests of damaged files and of random networks.")
{
    FuzzCommand.Create(),
    DifferentialCommand.Create(),
};
return root.Parse(args).Invoke();
