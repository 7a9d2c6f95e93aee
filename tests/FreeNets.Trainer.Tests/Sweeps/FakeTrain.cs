using FreeNets.Model;
using FreeNets.Tests;
using FreeNets.Trainer.Sweeps;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Sweeps;

/// <summary>
/// A shell script in the place of <c>freenets train</c>: notes its arguments, and writes a log of two lines and a model.
/// </summary>
/// <param name="folder">Where it lies, and what it notes.</param>
/// <param name="extra">What else it does, with <c>$arguments</c> at hand, before its last line.</param>
internal sealed class FakeTrain(TemporaryFolder folder, string extra = "")
{
    /// <summary>The arguments of each call so far.</summary>
    public string[] Calls => File.Exists(folder["calls"]) ? File.ReadAllLines(folder["calls"]) : [];

    public TrainProgram Program
    {
        get
        {
            FnetFile.Save(RandomNets.Create(seed: 1, inputs: 2, neurons: 3, outputs: 2, density: 0.5), folder["trained.fnet"]);
            File.WriteAllText(folder["train.sh"], $$"""
                arguments="$*"
                echo "$arguments" >> {{folder["calls"]}}
                echo '{"event":"start"}'
                {{extra}}
                cp {{folder["trained.fnet"]}} model.fnet
                echo '{"event":"end","interrupted":false,"testAccuracy":0.5,"liveEdges":7}'
                """);
            return new TrainProgram("/bin/sh", [folder["train.sh"]]);
        }
    }
}
