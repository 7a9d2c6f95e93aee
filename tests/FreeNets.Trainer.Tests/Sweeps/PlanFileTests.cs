using System.Text.Json;
using CsCheck;
using FreeNets.Trainer.Plans;
using FreeNets.Trainer.Search;

namespace FreeNets.Trainer.Tests.Sweeps;

public sealed class PlanFileTests
{
    private const string Small = """
        { "sets": ["digits"], "neurons": [5], "methods": ["freeevolve", "fcnn"], "epsilon": [0.1, 0.25], "seeds": [1, -2],
          "options": { "epochs": 1, "learning-rate": 4e-3, "schedule": "interleaved", "quick": true } }
        """;

    [Fact]
    public void The_paper_s_tables_and_figures_are_there_by_name() => Assert.Equal(
        ["figure4", "figure5", "figure6", "figure7", "figure8", "figure9", "frontier", "smoke", "table2"], ReadyPlans.Names);

    [Fact]
    public void Table_2_is_every_cell_of_the_paper_with_five_seeds()
    {
        var plan = PlanFile.Find("table2").Plan;

        Assert.Equal([30, 35, 40, 45, 50, 60, 70, 80, 90, 100], plan.Neurons);
        Assert.Equal(2 * 10 * 2 * 5, plan.Runs().Count);
    }

    [Fact]
    public void Figures_share_the_runs_of_table_2()
    {
        var table = PlanFile.Find("table2").Plan.Runs().ToDictionary(static run => run.Key, static run => run.Options);

        foreach (var run in new[] { "figure4", "figure5", "figure7", "figure8" }.SelectMany(static name => PlanFile.Find(name).Plan.Runs()))
        {
            Assert.Equal(table[run.Key], run.Options);
        }
    }

    [Theory]
    [InlineData("figure6")]
    [InlineData("figure9")]
    public void Figures_by_training_step_update_the_graph_after_every_step_on_its_batch(string name)
    {
        foreach (var run in PlanFile.Find(name).Plan.Runs())
        {
            var options = string.Join(' ', run.Options);
            Assert.Contains("--schedule interleaved --update-every 1 --window 1 ", options, StringComparison.Ordinal);
            Assert.Contains("--method freeevolve", options, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_plan_is_every_combination_and_epsilon_is_for_methods_that_use_it()
    {
        var runs = PlanFile.Parse("small", "small.json", Small).Plan.Runs();

        Assert.Equal(
            [
                "digits_k5_freeevolve_e0.1_s1", "digits_k5_freeevolve_e0.25_s1", "digits_k5_fcnn_s1",
                "digits_k5_freeevolve_e0.1_s-2", "digits_k5_freeevolve_e0.25_s-2", "digits_k5_fcnn_s-2",
            ],
            runs.Select(static run => run.Key));
    }

    [Fact]
    public void Under_a_budget_each_method_is_given_what_it_heeds()
    {
        var plan = PlanFile.Parse("budget", "budget.json", """
            { "sets": ["digits"], "neurons": [5], "methods": ["freeevolve", "magnitude", "layered", "random-mask"], "epsilon": [0.25],
              "seeds": [1], "options": { "budget": 900, "input-cap": "none", "layers": "3,2" } }
            """).Plan;
        var runs = plan.Runs().ToDictionary(static run => run.Method);

        Assert.Null(runs[Method.Magnitude].EdgesFrom);
        Assert.Null(runs[Method.Magnitude].Epsilon);
        Assert.Equal(runs[Method.Freeevolve], runs[Method.RandomMask].EdgesFrom);
        Assert.Contains("--layers", runs[Method.Layered].Options);
        Assert.All(plan.Runs(), static run => Assert.Equal(run.Method == Method.Layered, run.Options.Contains("--layers")));
        Assert.All(
            plan.Runs(),
            static run => Assert.Contains("--budget 900 --input-cap none", string.Join(' ', run.Options), StringComparison.Ordinal));
    }

    [Fact]
    public void The_frontier_has_every_cell_with_one_seed_before_the_next_and_the_budgets_of_the_middle_first()
    {
        var runs = PlanFile.Find("frontier").Plan.Runs();

        Assert.Equal(3 * 5 * 3 * 4, runs.Count);
        Assert.All(runs.Index(), static run => Assert.Equal(1 + (run.Index / 60), run.Item.Seed));
        Assert.Equal([6000, 12000, 3000, 1500, 24000], runs.Select(static run => run.Weights!.Value).Distinct());
        Assert.Equal(
            ["fashion-mnist_k128_b6000_freeevolve_e0.25_s1", "fashion-mnist_k128_b6000_fcnn_s1",
                "fashion-mnist_k128_b6000_layered_s1", "fashion-mnist_k128_b6000_random-mask_e0.25_s1"],
            runs.Take(4).Select(static run => run.Key));
        Assert.Equal(runs[0], runs[3].EdgesFrom);
        Assert.StartsWith("--data fashion-mnist --neurons 128 --budget 6000 --method layered --seed 1", string.Join(' ', runs[2].Options),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_handed_on_as_they_are_written()
    {
        var run = PlanFile.Parse("small", "small.json", Small).Plan.Runs()[0];

        Assert.Equal(
            "--data digits --neurons 5 --method freeevolve --epsilon 0.1 --seed 1 "
            + "--epochs 1 --learning-rate 4e-3 --schedule interleaved --quick",
            string.Join(' ', run.Options));
    }

    [Fact]
    public void Edges_are_handed_to_the_methods_that_take_them()
    {
        var plan = Small.Replace("\"fcnn\"", "\"set\"", StringComparison.Ordinal)
            .Replace("true }", "true, \"edges\": 4 }", StringComparison.Ordinal);

        var runs = PlanFile.Parse("small", "small.json", plan).Plan.Runs();

        Assert.All(runs, static run => Assert.Equal(run.Method == Method.Set, run.Options.Contains("--edges")));
        Assert.All(runs, static run => Assert.Null(run.EdgesFrom));
    }

    [Theory]
    [InlineData("""{ "neurones": [5] }""", "line 1: neurones: not a member of a plan; its members are description, sets")]
    [InlineData("""{ "neurons": [5.5] }""", "neurons[0]: a value of the wrong kind")]
    [InlineData("""{ "neurons": null }""", "neurons: a value of the wrong kind")]
    [InlineData("""{ "seeds": [1], "seeds": [2] }""", "seeds: a value of the wrong kind, out of range, or given twice")]
    [InlineData("""{ "sets": ["digits"], // all""", "not a plan: one JSON object is expected, without comments")]
    [InlineData("[]", "not a plan")]
    [InlineData("null", "not a plan")]
    [InlineData("", "not a plan")]
    public void What_is_not_a_plan_is_an_error_that_names_the_place(string text, string message) => Refused(text, message);

    [Theory]
    [InlineData("sets", "[]", "sets: missing or empty")]
    [InlineData("sets", """["../mnist"]""", "sets[0]: '../mnist' is not a name")]
    [InlineData("sets", """["mnist", null]""", "sets[1]: null is not a name")]
    [InlineData("neurons", "[5, 0]", "neurons[1]: '0' is not an integer from 1 to 4096")]
    [InlineData("neurons", "[5, 6, 5]", "neurons: 5 is there more than once")]
    [InlineData("budgets", "[6000, 0]", "budgets[1]: '0' is not an integer from 1 to 1000000000")]
    [InlineData("budgets", "[6000, 6000]", "budgets: 6000 is there more than once")]
    [InlineData("methods", """["freeevolv"]""", "or given twice; methods are freeevolve, freenet, fcnn, fcnn-matched")]
    [InlineData("methods", """["rigl"]""", "methods: rigl runs with as many edges as freeevolve found. Add freeevolve, or edges")]
    [InlineData("epsilon", "[1]", "epsilon[0]: '1' is not a number above 0 and below 1")]
    [InlineData("epsilon", "[]", "epsilon: missing or empty")]
    [InlineData("options", """{ "output": "x" }""", "options.output: the sweep gives --output to each run itself")]
    [InlineData("options", """{ "--epochs": 1 }""", "options: '--epochs' is not the long name of an option")]
    [InlineData("options", """{ "epochs": [1] }""", "options.epochs: takes a number, a text, or true")]
    public void A_value_that_cannot_be_used_is_named_with_its_remedy(string member, string value, string message)
    {
        var plan = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Small)!;
        plan[member] = JsonSerializer.Deserialize<JsonElement>(value);

        Refused(JsonSerializer.Serialize(plan), message);
    }

    [Fact]
    public void A_list_of_budgets_and_a_budget_for_all_exclude_each_other() => Refused(
        Small.Replace("\"seeds\"", "\"budgets\": [900], \"seeds\"", StringComparison.Ordinal)
            .Replace("\"epochs\": 1", "\"budget\": 800", StringComparison.Ordinal),
        "options.budget: the plan has a list of budgets. Remove one");

    [Fact]
    public void A_plan_of_too_many_runs_is_refused_before_they_are_counted_out()
    {
        var seeds = string.Join(',', Enumerable.Range(1, 60_000));

        Refused(Small.Replace("1, -2", seeds, StringComparison.Ordinal), "runs are more than the 100000");
    }

    [Fact]
    public void A_file_that_is_not_there_is_named_beside_the_ready_plans()
    {
        var error = Assert.Throws<SweepException>(static () => PlanFile.Find("no-such-plan.json"));

        Assert.StartsWith("no-such-plan.json: neither a file that can be read nor one of the plans figure4", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_distinct_and_safe_names_of_folders()
    {
        var lists = Gen.Select(
            Gen.Int[1, 4096].HashSet[1, 4], Gen.Int[1, 100_000].HashSet[0, 3], Gen.Double[1e-9, 0.999].HashSet[1, 4],
            Gen.Long.HashSet[1, 4]);
        lists.Sample(static (neurons, budgets, epsilon, seeds) =>
        {
            var plan = new Plan
            {
                Sets = ["mnist", "emnist-letters-subset"],
                Neurons = [.. neurons],
                Budgets = [.. budgets],
                Methods = [Method.Freeevolve, Method.Freenet, Method.FcnnMatched, Method.Rigl],
                Epsilon = [.. epsilon],
                Seeds = [.. seeds],
            };

            var keys = plan.Runs().Select(static run => run.Key).ToArray();

            Assert.Equal(keys.Length, keys.Distinct().Count());
            Assert.All(keys, static key => Assert.Matches("^[a-z0-9][a-z0-9._-]*$", key));
        }, seed: "0N0XIzNsQ0O2", iter: 100);
    }

    private static void Refused(string text, string message)
    {
        var error = Assert.Throws<SweepException>(() => PlanFile.Parse("mine", "mine.json", text));

        Assert.StartsWith("mine.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("freenets sweep table2 --print", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("FreeNets.Trainer", error.Message, StringComparison.Ordinal);
    }
}
