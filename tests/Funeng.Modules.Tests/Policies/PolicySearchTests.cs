using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Browse;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Policies;

public sealed class PolicySearchTests
{
    private static readonly PolicySearch Search = new(PolicyBook.Load(RuleBook.Load(Repository.Folder("rules"))));

    [Theory]
    [InlineData("技改专项贷", "sd-renovation-loan")]
    [InlineData("财金〔2026〕2号", "cn-equipment-update-interest")]
    [InlineData("小升规", "zb-above-scale-award")]
    [InlineData("jgzxd", "sd-renovation-loan")]
    [InlineData("展位费", "zb-trade-support")]
    [InlineData("去年参展花的钱能补吗", "zb-trade-support")]
    [InlineData("买设备可以贴息吗", "cn-equipment-update-interest")]
    [InlineData("招了毕业生", "cn-graduate-hiring")]
    [InlineData("独角兽创始人认定人才", "zb-talent-37")]
    [InlineData("培训补贴", "zb-skill-training")]
    [InlineData("社保补贴", "cn-stable-jobs-refund")]
    [InlineData("我们公司想买新设备有没有补助", "zb-equipment-reward")]
    [InlineData("zhaoren", "cn-graduate-hiring")]
    [InlineData("gaoxinjishuqiye", "zb-high-tech-award")]
    [InlineData("wengangfanh", "cn-stable-jobs-refund")]
    [InlineData("jigai", "sd-renovation-loan")]
    [InlineData("zjtx", "zb-specialised-award")]
    public void What_people_say_finds_the_policy_among_the_first(string said, string expected) =>
        Assert.Contains(expected, Search.Find(said).Take(5).Select(found => found.Policy.Id));

    [Fact]
    public void What_names_the_word_itself_comes_before_what_names_another_word_for_it() =>
        Assert.Equal("贴息", Search.Terms("贴息")[0][0]);

    [Fact]
    public void Nothing_said_is_all_of_them_and_nonsense_none()
    {
        Assert.True(Search.Find(" ").Count > 40);
        Assert.Empty(Search.Find("魑魅魍魉"));
    }
}
