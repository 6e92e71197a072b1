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

    [Theory]
    [InlineData("2024年设立院士工作站的企业，上年度营业收入不低于1亿元。", "上年度营业收入 >= 1 * 亿元", "院士工作站")]
    [InlineData("2024年新成立子公司且上年度营业收入不低于1亿元的企业。", "上年度营业收入 >= 1 * 亿元", "子公司")]
    [InlineData("2024年1月1日以后设立博士后工作站的企业。", null, "博士后工作站")]
    [InlineData("对拟上市企业，给予50万元奖励。", null, "拟上市企业")]
    [InlineData("对拟在主板上市企业，上年度营业收入不低于1亿元的，给予50万元奖励。", "上年度营业收入 >= 1 * 亿元", "上市企业")]
    [InlineData("年营业收入首次突破1亿元的，给予20万元奖励，出口额首次突破2亿元的，给予50万元奖励。", null, "几档")]
    public void What_sounds_like_a_condition_and_is_another_is_named_beside_the_sentence(string sentence, string? feel, string left)
    {
        var draft = Reader.ReadSentence(sentence, "山东省淄博市", 2025);

        Assert.Equal(feel, draft.Feel);
        Assert.Contains(draft.Left, rest => rest.Contains(left, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2024年新成立的企业。", "成立日期 >= date(\"2024-01-01\") and 成立日期 <= date(\"2024-12-31\")")]
    [InlineData("2024年注册成立的工业企业。", "成立日期 >= date(\"2024-01-01\") and 成立日期 <= date(\"2024-12-31\") and 划型行业 = \"工业\"")]
    [InlineData("对上市企业，给予50万元奖励。", "已在境内外证券交易所上市")]
    [InlineData("近两年出现亏损的，不予支持。", "not(上年度净利润 < 0 or 前年度净利润 < 0)")]
    [InlineData("近三年发生亏损的企业，不得申报。", "not(上年度净利润 < 0 or 前年度净利润 < 0 or 前三年度净利润 < 0)")]
    [InlineData("近两年均出现亏损的，不予支持。", "not(上年度净利润 < 0 and 前年度净利润 < 0)")]
    [InlineData("最近三年连续亏损的，不予支持。", "not(上年度净利润 < 0 and 前年度净利润 < 0 and 前三年度净利润 < 0)")]
    public void A_loss_in_one_of_the_years_is_not_a_loss_in_all_and_what_is_founded_is_the_enterprise(string sentence, string feel) =>
        Assert.Equal(feel, Reader.ReadSentence(sentence, "山东省淄博市", 2025).Feel);

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
    [InlineData("clauses-third.tsv", 0.95, 0.93)]
    [InlineData("clauses-fourth.tsv", 0.90, 0.85)]
    [InlineData("clauses-fifth.tsv", 0.97, 0.97)]
    [InlineData("clauses-sixth.tsv", 0.80, 0.84)]
    public void Labelled_clauses_become_the_conditions_they_state(string set, double precision, double recall)
    {
        var score = ClauseSet.Load(set).Score(Reader);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{set}: {score.Stated} stated, {score.Drafted} drafted, {score.Right} right; precision {score.Precision:0.000}, recall {score.Recall:0.000}"));
        if (Environment.GetEnvironmentVariable("FUNENG_SHOW") == set) output.WriteLine(string.Join('\n', score.Differences));
        Assert.InRange(score.Precision, precision, 1);
        Assert.InRange(score.Recall, recall, 1);
    }
}
