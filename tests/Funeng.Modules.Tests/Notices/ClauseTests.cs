using System.Globalization;
using Funeng.Engines.Notices;
using Funeng.Modules.Notices;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Notices;

/// <summary>The labelled clauses. docs/notices.md gives the figures; a change that makes them worse fails here.</summary>
public sealed class ClauseTests(ITestOutputHelper output)
{
    private static readonly RuleBook Book = RuleBook.Load(Repository.Folder("rules"));
    private static readonly NoticeReader Reader = new(Book.Catalogue, NoticeWordsFile.Read(Repository.Folder("rules")));

    [Theory]
    [InlineData("clauses.tsv", 0.98, 0.98)]
    [InlineData("clauses-held-out.tsv", 0.90, 0.90)]
    public void Labelled_clauses_become_the_conditions_they_state(string set, double precision, double recall)
    {
        var score = ClauseSet.Load(set).Score(Reader);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{set}: {score.Stated} stated, {score.Drafted} drafted, {score.Right} right; precision {score.Precision:0.000}, recall {score.Recall:0.000}"));
        if (Environment.GetEnvironmentVariable("FUNENG_SHOW") == set) output.WriteLine(string.Join('\n', score.Differences));
        Assert.InRange(score.Precision, precision, 1);
        Assert.InRange(score.Recall, recall, 1);
    }
}
