using System.Text.RegularExpressions;
using Funeng.Modules.Policies.Check;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Browse;
using Funeng.Modules.Schemes.Check;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Schemes;

/// <summary>Each fault is made in a copy of one real pack, so that nothing else is wrong with it.</summary>
public sealed class CheckRulesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("funeng-rules-").FullName;

    public CheckRulesTests()
    {
        foreach (var file in new[] { "facts.yaml", "facts.dmn", "units.dmn" }) File.Copy(Repository.Folder("rules", file), Path.Combine(folder, file));
        foreach (var pack in new[] { "enterprise-technology-centre-2026" })
        {
            Directory.CreateDirectory(PathOf(""));
            foreach (var file in Directory.GetFiles(Repository.Folder("rules", "ndrc", pack))) File.Copy(file, PathOf(Path.GetFileName(file)));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_sound_pack_has_no_findings()
    {
        var check = CheckRules.Run(folder);

        Assert.Empty(check.Packs.SelectMany(pack => pack.Findings));
        Assert.True(check.Passed > 3);
    }

    [Fact]
    public void The_folder_of_one_pack_is_checked_alone_with_the_catalogue_above_it()
    {
        var part = RulePart.Find(Repository.Folder("rules", "miit", "little-giant-2026") + Path.DirectorySeparatorChar)!;
        var book = RuleBook.Load(part.Root);

        var check = CheckRules.Run(book, part);

        Assert.Equal(Repository.Folder("rules"), part.Root);
        Assert.Equal("little-giant-2026", Assert.Single(check.Packs).Pack);
        Assert.Empty(check.Packs[0].Findings);
        Assert.True(check.Passed > 10);
        Assert.Equal((0, 0), (CheckPolicies.Run(book, part).Passed, CheckPolicies.Run(book, part).Failed));
        Assert.Equal(1, CheckPolicies.Run(book, RulePart.Find(Repository.Folder("rules", "policies", "zb-listing-award"))!).Policies);
        Assert.Null(RulePart.Find(Path.GetTempPath()));
    }

    [Fact]
    public void A_faulty_pack_is_found_from_its_own_folder_and_not_from_another()
    {
        Replace("criteria.dmn", "上年度研发费用 >= 3000", "上年度研发费用 >= ");
        Directory.CreateDirectory(Path.Combine(folder, "other"));
        var book = RuleBook.Load(folder);

        Assert.NotEqual(0, CheckRules.Run(book, RulePart.Find(PathOf(""))!).Failed);
        Assert.Equal(0, CheckRules.Run(book, RulePart.Find(Path.Combine(folder, "other"))!).Failed);
    }

    [Theory]
    [InlineData("上年度研发费用 >= 3000", "上年度研发支出 >= 3000", "'上年度研发支出' is not in the catalogue; it has 上年度研发费用")]
    [InlineData("上年度研发费用 >= 3000", "上年度研发费用＞3000", "'＞' is full-width punctuation, which FEEL reads as part of a name; write '>'")]
    [InlineData("urn:funeng:facts#rdExpenseY1", "urn:funeng:facts#rdExpenseY2", "without requiring it")]
    [InlineData("上年度研发费用 >= 3000", "上年度研发费用 >= ", "g1")]
    [InlineData("id=\"结论\" name=\"结论\"", "id=\"结果\" name=\"结果\"", "结论")]
    public void A_fault_in_the_model_is_found(string sound, string faulty, string message)
    {
        Replace("criteria.dmn", sound, faulty);

        Assert.Contains(Findings(), finding => finding.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_decision_table_is_analysed_over_the_domains_of_the_catalogue()
    {
        const string table = """
            <decisionTable hitPolicy="UNIQUE"><input><inputExpression typeRef="number"><text>上年度研发费用</text></inputExpression></input><output/>
            <rule><inputEntry><text>&gt;= 3000 * 万元</text></inputEntry><outputEntry><text>true</text></outputEntry></rule>
            <rule><inputEntry><text>[0..3000 * 万元]</text></inputEntry><outputEntry><text>false</text></outputEntry></rule></decisionTable>
            """;
        var model = File.ReadAllText(PathOf("criteria.dmn"));
        File.WriteAllText(PathOf("criteria.dmn"), new Regex("<literalExpression>\\s*<text>上年度研发费用[^<]*</text>\\s*</literalExpression>").Replace(model, table, 1));

        var pack = CheckRules.Run(folder).Packs.Single(pack => pack.Findings.Count > 0);

        Assert.Contains("Table 'g1': rules 1 and 2 both match 上年度研发费用: 30000000, for example 上年度研发费用 = 30000000.", pack.Findings);
        Assert.Equal(["table 'g1' (Unique, 2 rules): 1 overlap"], pack.Tables);
    }

    [Fact]
    public void A_case_that_comes_out_otherwise_is_found()
    {
        Replace("cases.yaml", "结论: notMet", "结论: met");

        Assert.Contains(Findings(), finding => finding.Contains("结论 is notMet, expected met", StringComparison.Ordinal));
    }

    [Fact]
    public void An_earlier_version_is_read_beside_the_latest_and_its_cases_show_what_changed()
    {
        File.Copy(PathOf("criteria.dmn"), PathOf("criteria-1.dmn"));
        File.Copy(PathOf("notice.md"), PathOf("notice-1.md"));
        Replace("criteria.dmn", "version=\"1\"", "version=\"2\"");
        Replace("criteria-1.dmn", "上年度研发费用 >= 3000", "上年度研发费用 >= 5000");
        var book = RuleBook.Load(folder);
        var schemes = new ReadScheme(book);

        var (latest, earlier) = (schemes.Run("enterprise-technology-centre-2026")!, schemes.Run("enterprise-technology-centre-2026", "1")!);

        Assert.Equal(("2", "1"), (latest.Pack.Scheme.Version, earlier.Pack.Scheme.Version));
        Assert.Equal(["/schemes/enterprise-technology-centre-2026", "/schemes/enterprise-technology-centre-2026?version=1"], latest.Versions.Select(book.AddressOf));
        Assert.All(schemes.Decide(latest), result => Assert.Empty(result.Misses));
        Assert.Contains(schemes.Decide(earlier), result => result.Misses.Any(miss => miss is { Expected: { Criterion: "g1", Text: "met" }, Actual: "notMet" }));
        Assert.Null(schemes.Run("enterprise-technology-centre-2026", "3"));
    }

    [Fact]
    public void A_case_with_a_name_the_catalogue_lacks_is_found_with_its_line()
    {
        Replace("cases.yaml", "上年度研发费用: 30000000", "上年度研发开支: 30000000");

        Assert.Contains(Findings(), finding => finding.Contains("line", StringComparison.Ordinal) && finding.Contains("上年度研发开支", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_is_not_the_id_is_found()
    {
        Replace("criteria.dmn", "id=\"enterprise-technology-centre-2026\" name=\"enterprise-technology-centre-2026\"", "id=\"other\" name=\"other\"");

        Assert.Contains(Findings(), finding => finding.Contains("Its folder is", StringComparison.Ordinal));
    }

    [Fact]
    public void A_notice_with_another_first_day_than_the_scheme_is_found()
    {
        Replace("notice.md", "effectiveFrom: 2026-02-01", "effectiveFrom: 2026-03-01");

        Assert.Contains(Findings(), finding => finding.Contains("another 'effectiveFrom'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_of_facts_that_lags_behind_the_catalogue_is_found()
    {
        File.AppendAllText(Path.Combine(folder, "facts.yaml"), "\nmore: { name: 新事实, type: number, per: year }\n");

        Assert.Contains(Findings(), finding => finding.Contains("./run rules facts", StringComparison.Ordinal));
    }

    private List<string> Findings() => [.. CheckRules.Run(folder).Packs.SelectMany(pack => pack.Findings)];

    private string PathOf(string file) => Path.Combine(folder, "ndrc", "enterprise-technology-centre-2026", file);

    private void Replace(string file, string sound, string faulty)
    {
        var text = File.ReadAllText(PathOf(file));
        Assert.Contains(sound, text, StringComparison.Ordinal);
        File.WriteAllText(PathOf(file), text.Replace(sound, faulty.Replace("<", "&lt;", StringComparison.Ordinal), StringComparison.Ordinal));
    }
}
