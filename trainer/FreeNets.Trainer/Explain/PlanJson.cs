using System.Text.Encodings.Web;
using System.Text.Json;
using FreeNets.Compiler;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Optimise;
using FreeNets.Model;

namespace FreeNets.Trainer.Explain;

/// <summary>The plan for programs: one JSON object.</summary>
internal static class PlanJson
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,

        // Meant for programs, not for pages: "3 × 16" stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the whole plan.</summary>
    public static string Write(Explanation plan)
    {
        var (source, left) = (plan.Planned.Source, plan.Planned.Plan.Net);
        return JsonSerializer.Serialize(
            new
            {
                source.Name,
                source.Inputs,
                source.Neurons,
                source.Outputs,
                Edges = source.Edges.Count,
                MaxEdges = Ncg.MaxEdgesOf(source.Neurons),
                Passes = plan.Planned.Passes.Select(static pass => new
                {
                    pass.Name,
                    pass.Neurons,
                    Flops = 2 * pass.MultiplyAdds,
                    pass.Note,
                }),
                LevelWidths = Levels.Widths(left.Graph),
                Kernels = plan.Choices.Select(static choice => new { For = choice.What, Chosen = choice.Kernel, Because = choice.Reason }),
                Flops = new
                {
                    Dense = Stages(MultiplyAdds.Dense(source)),
                    Live = Stages(MultiplyAdds.Live(source)),
                    AfterPasses = Stages(MultiplyAdds.Live(left)),
                },
                Paths = plan.Paths.Select(static path => new
                {
                    Isa = path.Isa.ToString(),
                    OneSample = path.OneSample.Select(Stage),
                    Batch = path.Batch.Select(Stage),
                    path.Statements,
                }),
                ConstantBytes = plan.Planned.Plan.ConstantBytes,
                Files = plan.Files.Select(static file => new { file.Name, Characters = file.Text.Length }),
            },
            s_json);
    }

    private static object Stages(MultiplyAdds count) => new
    {
        Encoder = 2 * count.Encoder,
        Cascade = 2 * count.Cascade,
        Decoder = 2 * count.Decoder,
        All = count.Flops,
    };

    private static object Stage(StageCost stage) => new
    {
        stage.Name,
        stage.Flops,
        stage.Fmas,
        stage.Bytes,
        Arithmetic = stage.FmaCycles,
        Memory = stage.ByteCycles,
        Latency = stage.ChainCycles,
        stage.Cycles,
        BoundBy = PlanTables.BoundName(stage.Bound),
    };
}
