using Funeng.Engines.Notices;
using Funeng.Modules.Notices;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Notices;

/// <summary>Sentences of which a wrong draft is easily made: what is not sure is left to a person.</summary>
public sealed class NoticeRefusalTests
{
    private static readonly RuleBook Book = RuleBook.Load(Repository.Folder("rules"));
    private static readonly NoticeReader Reader = new(Book.Catalogue, NoticeWordsFile.Read(Repository.Folder("rules")));

    [Theory]
    [InlineData("上年度营业收入5000万元以上，改造后生产效率提高20%以上。", "上年度营业收入 >= 5000 * 万元")]
    [InlineData("年营业收入2000万元以上，改造后单位产品能耗下降10%以上。", "上年度营业收入 >= 2000 * 万元")]
    [InlineData("上年度纳税额100万元以上，产品合格率提高5%以上。", "上年度纳税额 >= 100 * 万元")]
    [InlineData("上年度出口额1000万元以上，碳排放下降10%以上。", "上年度出口额 >= 1000 * 万元")]
    [InlineData("上年度营业收入1亿元以上，且减少用工20%以上。", "上年度营业收入 >= 1 * 亿元")]
    public void What_grows_is_what_is_named_and_not_what_was_named_before(string sentence, string feel)
    {
        var draft = Reader.ReadSentence(sentence, "山东省淄博市", 2025);

        Assert.Equal(feel, draft.Feel);
        Assert.Equal(NoticeStatus.Partly, draft.Status);
    }

    [Theory]
    [InlineData("对上年度营业收入2000万元以上的企业，检测费给予全额补贴。")]
    [InlineData("研发费用500万元以上的企业，检测费据实补助，最高10万元。")]
    [InlineData("每新招用1名职工给予2000元补贴。")]
    [InlineData("每新增1名员工给予1000元奖励。")]
    [InlineData("按每人1500元的标准给予新招用职工社保补贴。")]
    [InlineData("对拥有有效发明专利10件以上的企业，每个技改项目奖励5万元。")]
    [InlineData("对主导制定标准3项以上的企业，每项奖励10万元。")]
    [InlineData("每新购置1辆新能源货车补贴2万元。")]
    [InlineData("每吨原料补贴200元。")]
    [InlineData("每增加一名专职研发人员补贴1万元。")]
    [InlineData("每人每年最高补贴1万元。")]
    [InlineData("上年度营业收入超过10亿元、20亿元的，分别奖励100万元、200万元，同一企业按差额补足。")]
    public void What_is_not_named_beside_the_money_is_not_paid_by(string sentence) => Assert.Null(Reader.ReadAward(sentence, 2025)?.Feel);

    [Theory]
    [InlineData("每户企业最多给予一次性奖励100万元。", "100 * 万元")]
    [InlineData("同一企业仅一次性给予20万元奖励。", "20 * 万元")]
    [InlineData("每家企业只能享受一次，一次性奖励10万元。", "10 * 万元")]
    [InlineData("对获得授权发明专利的企业，每件专利奖励5000元，每件专利只奖励一次。", "授权发明专利数 * 5000")]
    [InlineData("每年给予20万元补助。", "20 * 万元")]
    [InlineData("对新升规企业，每家企业给予10万元奖励。", "10 * 万元")]
    public void How_often_it_is_given_is_no_sum_for_each(string sentence, string feel)
    {
        var award = Reader.ReadAward(sentence, 2025)!;

        Assert.Equal(feel, award.Feel);
        Assert.Equal(sentence.Contains("一次，", StringComparison.Ordinal) || sentence.Contains("一次。", StringComparison.Ordinal), award.Left.Contains("多久一次", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("新增员工50人以上。")]
    [InlineData("安置残疾职工10人以上。")]
    [InlineData("女职工20人以上。")]
    [InlineData("本地户籍员工不少于30人。")]
    [InlineData("营业收入较上年增加500万元以上。")]
    [InlineData("产值比上年净增5000万元以上。")]
    [InlineData("纳税额较上年新增100万元以上。")]
    [InlineData("上年度营业收入未实现增长的企业，不予支持。")]
    [InlineData("营业收入未实现正增长的除外。")]
    [InlineData("不要求营业收入保持增长。")]
    [InlineData("当年新设立的企业不适用上年度营业收入不低于2000万元的要求。")]
    [InlineData("科技型中小企业不适用前款研发费用不低于100万元的规定。")]
    [InlineData("近三年中至少有两年净利润为正。")]
    [InlineData("近五年净利润为正。")]
    [InlineData("2022年、2023年净利润为正。")]
    [InlineData("扣除非经常性损益后净利润为正。")]
    [InlineData("企业未上市，申报不实的不予支持。")]
    [InlineData("商务楼宇年税收总额突破1亿元。")]
    [InlineData("年建筑业总产值50亿元以上。")]
    [InlineData("产品单台销售额不低于500万元。")]
    [InlineData("省级示范园区，或者上年度营业收入5000万元以上的企业。")]
    public void Of_what_is_not_sure_nothing_is_drafted(string sentence)
    {
        var draft = Reader.ReadSentence(sentence, "山东省淄博市", 2025);

        Assert.Null(draft.Feel);
        Assert.Equal(NoticeStatus.NotModelled, draft.Status);
    }

    [Theory]
    [InlineData("非上市企业不享受本政策。", "已在境内外证券交易所上市")]
    [InlineData("尚未上市的企业不予支持。", "已在境内外证券交易所上市")]
    [InlineData("未被上市公司控股的不予支持。", "被上市公司控股或并购")]
    [InlineData("同一项目不得重复申报。", "not(已享受同类扶持)")]
    [InlineData("职工20人以上。", "职工总数 >= 20")]
    [InlineData("净利润为正。", "上年度净利润 > 0")]
    [InlineData("上年度营业收入1亿元以上，且增长10%以上。", "上年度营业收入 >= 1 * 亿元 and 上年度营业收入增长率 >= 10")]
    public void What_is_sure_is_still_read(string sentence, string feel) => Assert.Equal(feel, Reader.ReadSentence(sentence, "山东省淄博市", 2025).Feel);

    [Fact]
    public void What_is_preferred_is_cut_off_and_named_and_the_demands_beside_it_are_read()
    {
        var draft = Reader.ReadSentence("申报企业上年度营业收入不低于5000万元，研发费用占比不低于3%，同等条件下优先支持专精特新企业。", "山东省淄博市", 2025);

        Assert.Equal("上年度营业收入 >= 5000 * 万元 and 上年度研发费用占营业收入比重 >= 3", draft.Feel);
        Assert.Contains(draft.Left, left => left.Contains("优先支持专精特新企业", StringComparison.Ordinal));
        Assert.Null(Reader.ReadSentence("上年度营业收入1亿元以上的企业，优先支持申报省级项目。", "山东省淄博市", 2025).Feel);
    }
}
