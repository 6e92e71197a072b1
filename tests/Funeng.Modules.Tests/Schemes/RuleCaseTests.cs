using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Check;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Schemes;

/// <summary>Runs every cases.yaml under rules/: the situations written from the clauses and those around every threshold.</summary>
public sealed class RuleCaseTests
{
    private static readonly Lazy<RuleBook> Book = new(() => RuleBook.Load(Repository.Folder("rules")));

    public static TheoryData<string> Packs => [.. Book.Value.Packs.Select(pack => pack.Id).Distinct()];

    [Theory]
    [MemberData(nameof(Packs))]
    public void Every_case_of_a_pack_comes_out_as_it_says(string id)
    {
        var pack = Book.Value.FindLatest(id)!;
        var cases = RuleCases.Parse(File.ReadAllText(Path.Combine(pack.Folder, "cases.yaml")), Book.Value.Catalogue);

        var results = RunCases.Run(cases, pack, Book.Value);

        Assert.NotEmpty(cases.Written);
        Assert.Empty(results.SelectMany(result => result.Failures));
    }

    [Fact]
    public void Every_pack_is_sound()
    {
        var check = CheckRules.Run(Repository.Folder("rules"));

        Assert.Empty(check.Packs.SelectMany(pack => pack.Findings.Select(finding => $"{pack.Pack}: {finding}")));
    }

    [Theory]
    [MemberData(nameof(Packs))]
    public void The_cases_around_thresholds_are_those_the_rules_have(string id)
    {
        var pack = Book.Value.FindLatest(id)!;
        var kept = RuleCases.Parse(File.ReadAllText(Path.Combine(pack.Folder, "cases.yaml")), Book.Value.Catalogue).Generated;

        Assert.Equal(ThresholdCases.Of(pack, Book.Value).Select(situation => situation.Name), kept.Select(situation => situation.Name));
    }
}
