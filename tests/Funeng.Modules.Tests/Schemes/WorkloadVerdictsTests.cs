using System.Globalization;
using System.Text.Json;
using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Host.Commands;
using Funeng.Host.Verdicts;

namespace Funeng.Modules.Tests.Schemes;

/// <summary>The neutral workload goes through the reader of rule packs, and what comes out is what its own words say.</summary>
public sealed class WorkloadVerdictsTests : IDisposable
{
    private const int Rows = 700;

    private readonly string folder = Directory.CreateTempSubdirectory("funeng-workload-").FullName;

    public WorkloadVerdictsTests() => Write();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_policy_becomes_a_scheme_with_a_conclusion_and_an_indicator_for_each_table()
    {
        var criteria = Workload.Read(folder).ReadPolicies(folder);

        Assert.Equal(["A", "B", "C"], criteria.Select(criterion => criterion.Id));
        Assert.Equal(CriterionKind.Conclusion, criteria[0].Scheme.Conclusion.Kind);
        Assert.Equal(2, criteria[2].Scheme.Criteria.Count(criterion => criterion.Kind == CriterionKind.Indicator));
    }

    [Fact]
    public void Every_verdict_is_that_of_the_scalar_evaluator_on_the_file_as_it_is()
    {
        var workload = Workload.Read(folder);
        var table = VerdictTable.Encode(VerdictPlan.Compile(workload.ReadPolicies(folder), workload.Catalogue, workload.On), workload, threads: 2);

        var bits = table.Write(new VerdictBits(table));
        var evaluator = new CriteriaEvaluator();
        for (var row = 0; row < Rows; row++)
        {
            for (var criterion = 0; criterion < 3; criterion++)
            {
                Assert.Equal(evaluator.Outcome(table.Plan.Criteria[criterion].Scheme, workload.View(row)), bits[row, criterion]);
            }
        }
    }

    [Fact]
    public async Task The_command_writes_one_line_of_counts_for_each_policy()
    {
        var counts = Path.Combine(folder, "counts.csv");

        var status = await VerdictsCommand.RunAsync([folder, "--threads", "1", "--repeat", "1", "--counts", counts, "--store"], CancellationToken.None);

        Assert.Equal(0, status);
        var lines = await File.ReadAllLinesAsync(counts, TestContext.Current.CancellationToken);
        Assert.Equal(["A", "B", "C"], lines.Select(line => line.Split(',')[0]));
        Assert.All(lines, line => Assert.Equal(Rows, line.Split(',')[1..].Sum(number => int.Parse(number, CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"policies\":[{\"id\":\"A\",\"expr\":{\"fact\":\"nothing\",\"op\":\">=\",\"value\":1}}]}")]
    [InlineData("{\"policies\":[{\"id\":\"A\",\"expr\":{\"fact\":\"revenue\",\"op\":\"like\",\"value\":1}}]}")]
    public async Task A_faulty_workload_is_refused_with_a_reason(string policies)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "policies.json"), policies, TestContext.Current.CancellationToken);

        var problem = await Assert.ThrowsAsync<UsageException>(() => VerdictsCommand.RunAsync([folder], CancellationToken.None));

        Assert.Contains("is not a verdict workload", problem.Message, StringComparison.Ordinal);
    }

    private void Write()
    {
        File.WriteAllText(Path.Combine(folder, "policies.json"), """
            {"policies":[
              {"id":"A","expr":{"and":[{"fact":"revenue","op":">=","value":0.3},{"fact":"district","op":"in","value":[0,2]},{"or":[{"fact":"ok","op":"==","value":true},{"fact":"since","op":"<","value":18000}]}]}},
              {"id":"B","expr":{"or":[{"and":[{"fact":"revenue","op":"between","value":[0.1,0.7]},{"fact":"district","op":"not_in","value":[1]}]},{"fact":"growth","op":">","value":-0.5}]}},
              {"id":"C","expr":{"and":[{"fact":"ok","op":"!=","value":false},{"score":{"min":20,"indicators":[
                {"fact":"revenue","cuts":[0.1,0.2,0.3,0.7],"points":[0,4,6,8,10]},{"fact":"growth","cuts":[-1,0,0.5,1],"points":[20,15,10,5,0]}]}}]}}
            ]}
            """);
        using var data = new MemoryStream();
        using var writer = new BinaryWriter(data);
        double[] marks = [0.1, 0.2, 0.3, 0.7, 0.1 + 0.2, Math.BitDecrement(0.3), -0.5, 0, 1, double.NaN];
        for (var row = 0; row < Rows; row++) writer.Write(marks[row % marks.Length]);
        for (var row = 0; row < Rows; row++) writer.Write(marks[row / 7 % marks.Length]);
        for (var row = 0; row < Rows; row++) writer.Write(row % 11 == 0 ? int.MinValue : 17_998 + row % 5);
        for (var row = 0; row < Rows; row++) writer.Write(row % 13 == 0 ? (byte)255 : (byte)(row % 3));
        for (var row = 0; row < Rows; row++) writer.Write(row % 17 == 0 ? (byte)255 : (byte)(row % 2));
        File.WriteAllBytes(Path.Combine(folder, "facts.bin"), data.ToArray());
        var facts = new (string Name, string Type, int Width)[] { ("revenue", "number", 8), ("growth", "number", 8), ("since", "date", 4), ("district", "category", 1), ("ok", "bool", 1) };
        var offset = 0;
        var schema = facts.Select(fact =>
        {
            var entry = new { name = fact.Name, type = fact.Type, offset, card = 3 };
            offset += Rows * fact.Width;
            return entry;
        }).ToList();
        File.WriteAllText(Path.Combine(folder, "schema.json"), JsonSerializer.Serialize(new { rows = Rows, facts = schema }));
    }
}
