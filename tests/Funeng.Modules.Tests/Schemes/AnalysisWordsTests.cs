using Funeng.Engines.Facts;
using Funeng.Feel.Dmn.Analysis;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Analyse;
using Funeng.Modules.Schemes.Try;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Schemes;

/// <summary>What the analysis of a table finds, in Chinese, with values that can be tried at once.</summary>
public sealed class AnalysisWordsTests
{
    private static readonly RuleBook Book = RuleBook.Load(Repository.Folder("rules"));
    private static readonly AnalysisWords Words = new(Book.Catalogue);

    [Fact]
    public void An_overlap_is_said_and_its_values_show_it_when_they_are_tried()
    {
        var (pack, finding) = Changed(TableFindingKind.Overlap, ">= 5<", ">= 4<");

        Assert.Contains("都对应", Words.Sentence(finding), StringComparison.Ordinal);
        Assert.Contains("上年度研发费用占营业收入比重", Words.Witness(finding), StringComparison.Ordinal);
        var typed = Words.Typed(finding).ToDictionary(item => item.Name, item => item.Value!);
        var trial = Trial.Run(Book, pack.Scheme, new SubjectFacts.Builder(Book.Catalogue).TitlesAreKnown(false).Build(), new TrialQuestion(new DateOnly(2026, 6, 30), false, typed));
        Assert.Empty(trial.Problems);
        Assert.All(typed, item => Assert.NotNull(trial.Named.Single(field => field.Name == item.Key).Used));
    }

    [Fact]
    public void A_gap_names_the_values_nothing_answers()
    {
        var (_, finding) = Changed(TableFindingKind.Gap, ">= 5<", ">= 6<");

        Assert.Contains("没有一条规则对应", Words.Sentence(finding), StringComparison.Ordinal);
        Assert.DoesNotContain("[", Words.Sentence(finding), StringComparison.Ordinal);
    }

    private static (RulePack Pack, TableFinding Finding) Changed(TableFindingKind kind, string cell, string other)
    {
        var current = Book.FindLatest("sme-innovative-2022")!;
        var start = current.Text.Criteria.IndexOf("<decision id=\"rd\"", StringComparison.Ordinal);
        var place = current.Text.Criteria.IndexOf(cell, start, StringComparison.Ordinal);
        var text = current.Text with { Criteria = string.Concat(current.Text.Criteria.AsSpan(0, place), other, current.Text.Criteria.AsSpan(place + cell.Length)) };
        var pack = new RulePack(new SchemeCompiler(Book.Catalogue, text.Units).Compile(text.Criteria).Scheme!, text, current.Notice, "");
        return (pack, PackTables.Analyse(pack, Book.Catalogue).SelectMany(table => table.Findings).First(finding => finding.Kind == kind));
    }
}
