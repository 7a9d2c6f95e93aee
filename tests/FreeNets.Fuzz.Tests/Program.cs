using System.CommandLine;
using FreeNets.Fuzz.Hostile;

var root = new RootCommand("The long forms of the tests of damaged files and of random networks.")
{
    FuzzCommand.Create(),
};
return root.Parse(args).Invoke();
