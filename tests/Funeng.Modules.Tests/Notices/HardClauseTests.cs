using Funeng.Engines.Notices;
using Funeng.Modules.Notices;
using Funeng.Modules.Notices.Admit;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Notices;

/// <summary>Sentences that were once read as something else than they say: what is not understood is left open and said so, never turned round or halved.</summary>
public sealed class HardClauseTests
{
    private static readonly RuleBook Book = RuleBook.Load(Repository.Folder("rules"));
    private static readonly NoticeReader Reader = new(Book.Catalogue, NoticeWordsFile.Read(Repository.Folder("rules")));
    private static readonly NoticeDrafter Drafter = new(Book, NoticeWordsFile.Read(Repository.Folder("rules")));

    [Theory]
    [InlineData("上年度营业收入不超2亿元。", "上年度营业收入 <= 2 * 亿元")]
    [InlineData("职工总数不得超三百人。", "职工总数 <= 300")]
    [InlineData("上年度研发费用不低于5千万元。", "上年度研发费用 >= 5000 * 万元")]
    [InlineData("上年度研发费用不低于5百万元。", "上年度研发费用 >= 500 * 万元")]
    [InlineData("上年度研发费用不低于8千元。", "上年度研发费用 >= 8000")]
    [InlineData("上年度研发费用不低于叁佰万元。", "上年度研发费用 >= 300 * 万元")]
    [InlineData("有效发明专利不少于1项（不含受理）。", "有效发明专利数 >= 1")]
    public void Numbers_keep_their_side_and_their_size(string sentence, string feel) => Assert.Equal(feel, Reader.ReadSentence(sentence, "山东省淄博市", 2025).Feel);

    [Theory]
    [InlineData("营业收入和研发费用分别不低于5000万元、200万元。")]
    [InlineData("上年度营业收入超过3000万元的优先。")]
    [InlineData("2026年1月至6月产值增长10%以上。")]
    [InlineData("如上年度营业收入超过2亿元，则研发费用占比不低于3%。")]
    [InlineData("除高新技术企业外，均应达到上年度营业收入1亿元。")]
    [InlineData("至少符合两项：上年度营业收入不低于1亿元，职工总数不少于100人。")]
    [InlineData("上年度研发费用不低于500万元或占销售收入的4%。")]
    public void What_is_half_understood_is_no_condition(string sentence)
    {
        var draft = Reader.ReadSentence(sentence, "山东省淄博市", 2025);

        Assert.Null(draft.Feel);
        Assert.NotEmpty(draft.Left);
    }

    [Theory]
    [InlineData("高新技术企业（有效期内）且研发费用占比不低于5%。", "高新技术企业")]
    [InlineData("上年度营业收入不低于1亿元的规模以上企业。", "规模以上")]
    [InlineData("对首次升规的工业企业给予奖励。", "首次升规")]
    public void What_stands_beside_what_was_read_is_named(string sentence, string left)
    {
        var draft = Reader.ReadSentence(sentence, "山东省淄博市", 2025);

        Assert.NotEqual(NoticeStatus.Modelled, draft.Status);
        Assert.Contains(draft.Left, rest => rest.Contains(left, StringComparison.Ordinal));
    }

    [Fact]
    public void One_of_a_list_with_an_item_nobody_read_is_left_to_a_person()
    {
        var sentences = Read("符合下列条件之一：", "（一）上年度研发费用不低于500万元；", "（二）获得省级质量奖。");

        Assert.All(sentences, sentence => Assert.Null(sentence.Feel));
        Assert.Contains(sentences, sentence => sentence.Left.Any(left => left.Contains("之一", StringComparison.Ordinal)));
    }

    [Fact]
    public void One_of_a_list_within_a_paragraph_is_one_of_a_list()
    {
        var sentences = Read("满足下列条件之一的企业可申报：（1）上年度营业收入不低于1亿元；（2）职工总数不少于100人。");

        Assert.Equal(["上年度营业收入 >= 1 * 亿元", "职工总数 >= 100"], sentences.Where(sentence => sentence.Feel is not null).Select(sentence => sentence.Feel));
        Assert.Single(sentences.Where(sentence => sentence.Feel is not null).Select(sentence => sentence.Group).Distinct(), group => group > 0);
    }

    [Theory]
    [InlineData("符合下列条件中的两项：", "（一）上年度营业收入不低于1亿元；", "（二）职工总数不少于100人；", "（三）有效发明专利不少于1项。")]
    [InlineData("企业应当：", "（一）上年度营业收入不低于1亿元；", "（二）职工总数不少于100人；", "以上三项须至少符合两项。")]
    public void So_many_of_a_list_are_counted_by_a_person(params string[] blocks) => Assert.All(Read(blocks), sentence => Assert.Null(sentence.Feel));

    [Theory]
    [InlineData("按技改设备投资额的8%给予补助，最高不超过人民币叁佰万元。", 3_000_000)]
    [InlineData("按技改设备投资额的8%给予补助，单户补助上限为300万元。", 3_000_000)]
    [InlineData("按技改设备投资额的8%给予补助，总额控制在300万元以内。", 3_000_000)]
    public void The_most_is_read_as_it_is_said(string sentence, int most) => Assert.Equal(most, Drafter.Award(sentence, 2025)?.Most);

    [Fact]
    public void The_words_of_an_award_are_those_of_the_notice() => Assert.Equal("对首次升规的工业企业给予50万元奖励", Drafter.Award("第二条 对首次升规的工业企业给予50万元奖励。", 2025)?.Text);

    [Fact]
    public void A_most_that_is_not_read_leaves_the_amount_open()
    {
        var award = Drafter.Award("按技改设备投资额的8%给予补助，补助上限由市财政局按每年若干万元确定。", 2025)!;

        Assert.Null(award.Feel);
        Assert.Contains("上限", award.Left, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("本办法自2026年8月1日起施行，有效期至2028年12月31日。", "2026-08-01", "2028-12-31", null, null)]
    [InlineData("本措施自2026年12月1日起至2028年12月31日执行。", "2026-12-01", "2028-12-31", null, null)]
    [InlineData("本办法自2026年1月1日起施行，有效期三年。", "2026-01-01", "2028-12-31", null, null)]
    [InlineData("本通知自发布之日起施行。", "2026-07-15", null, null, null)]
    [InlineData("申报截止时间为2026年9月30日，咨询电话：0533-3161234。", null, null, "2026-09-30", "0533-3161234")]
    [InlineData("请于2026年9月30日前将材料报送市工业和信息化局。", null, null, "2026-09-30", null)]
    [InlineData("2025年1月1日以后购置的设备给予补助。", null, null, null, null)]
    public void Terms_are_found_where_a_sentence_says_them(string sentence, string? from, string? to, string? deadline, string? contact) => Assert.Equal(
        new NoticeTerms(Day(from), Day(to), Day(deadline), contact), NoticeTerms.Read([sentence], new DateOnly(2026, 7, 15)));

    [Fact]
    public void A_condition_belongs_to_the_award_of_its_article()
    {
        string[] sentences = ["第一条 为支持企业，制定本办法。", "第二条 对首次升规的企业给予50万元奖励。", "（一）上年度营业收入不低于1亿元。", "第三条 按设备投资额的8%给予补助。", "设备投资不低于500万元。", "第四条 企业应当在本市注册。"];

        var found = NoticeArticles.Awards(sentences, [1, 3]);

        Assert.Equal([(1, 1), (2, 1), (3, 2), (4, 2)], found.OrderBy(one => one.Key).Select(one => (one.Key, one.Value)));
    }

    private static IReadOnlyList<NoticeSentence> Read(params string[] blocks) =>
        Reader.Read(new NoticeText([.. new[] { "淄博市工业和信息化局关于开展申报的通知", "淄工信字〔2025〕1号" }.Concat(blocks).Select(text => new NoticeBlock(text))], NoticeHints.None)).Sentences;

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
