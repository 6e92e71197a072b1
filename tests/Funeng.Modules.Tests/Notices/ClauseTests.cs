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
    [InlineData("上年度营业收入在5000万元至1亿元之间（不含）。", "上年度营业收入 > 5000 * 万元 and 上年度营业收入 < 1 * 亿元")]
    [InlineData("职工总数不少于三○人。", "职工总数 >= 30")]
    [InlineData("20٢٤年度营业收入不低于5000万元。", null)]
    public void Numbers_are_read_as_written_and_strange_signs_break_nothing(string sentence, string? feel)
    {
        var draft = Reader.ReadSentence(sentence, "山东省淄博市", 2025).Feel;

        if (feel is not null) Assert.Equal(feel, draft);
    }

    [Fact]
    public void Words_for_a_fact_the_catalogue_lacks_are_left_out_and_cost_the_sentence_nothing()
    {
        var words = NoticeWordsFile.Read(Repository.Folder("rules"));
        var strange = new NoticeReader(Book.Catalogue, words with { Phrases = [new PhraseWords("没有这个事实", ["信用良好"], [], 0), .. words.Phrases] });

        Assert.Equal("上年度营业收入 >= 5000 * 万元", strange.ReadSentence("信用良好，上年度营业收入不低于5000万元。").Feel);
    }

    [Theory]
    [InlineData("clauses.tsv", 0.98, 0.98)]
    [InlineData("clauses-held-out.tsv", 0.90, 0.90)]
    [InlineData("clauses-fresh.tsv", 0.95, 0.88)]
    [InlineData("clauses-other.tsv", 0.97, 0.95)]
    public void Labelled_clauses_become_the_conditions_they_state(string set, double precision, double recall)
    {
        var score = ClauseSet.Load(set).Score(Reader);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{set}: {score.Stated} stated, {score.Drafted} drafted, {score.Right} right; precision {score.Precision:0.000}, recall {score.Recall:0.000}"));
        if (Environment.GetEnvironmentVariable("FUNENG_SHOW") == set) output.WriteLine(string.Join('\n', score.Differences));
        Assert.InRange(score.Precision, precision, 1);
        Assert.InRange(score.Recall, recall, 1);
    }
}
