using Funeng.Engines.Matching;

namespace Funeng.Engines.Tests.Matching;

public sealed class LikeCasesTests
{
    private static readonly ComparedCase[] Past =
    [
        new("1", "厂区外10千伏电源接入点未确定，供电方案没有批复", "配套", "在建"),
        new("2", "用地预审卡在永久基本农田调整，需要调整规划", "土地", "落地"),
        new("3", "项目贷款审批未完成，三季度资金有缺口", "资金", "在建"),
    ];

    [Fact]
    public void The_case_with_the_same_words_comes_first_and_says_which_they_are()
    {
        var like = LikeCases.Find(new("9", "新厂房电源接入点没有着落，供电方案等批复", "配套", "开工"), Past);

        Assert.Equal("1", like[0].Case.Id);
        Assert.Contains("电源接入点", like[0].SharedWords);
        Assert.True(like[0].IsSameKind);
        Assert.False(like[0].IsSameStage);
        Assert.All(like, found => Assert.InRange(found.Score, 0, 1));
    }

    [Fact]
    public void Kind_and_stage_alone_make_no_case_alike() =>
        Assert.Empty(LikeCases.Find(new("9", "招工困难", "资金", "在建"), Past));

    [Fact]
    public void A_case_is_not_like_itself_and_equal_words_score_full()
    {
        var like = LikeCases.Find(Past[1], [.. Past, Past[1] with { Id = "8" }]);

        Assert.Equal("8", like[0].Case.Id);
        Assert.Equal(1, like[0].Score, 9);
        Assert.DoesNotContain(like, found => found.Case.Id == "2");
    }

    [Fact]
    public void The_order_of_the_past_changes_nothing()
    {
        var asked = new ComparedCase("9", "电源接入与贷款资金都有缺口，规划需要调整", "资金", "在建");

        Assert.Equal(LikeCases.Find(asked, Past).Select(like => like.Case.Id), LikeCases.Find(asked, [.. Past.Reverse()]).Select(like => like.Case.Id));
    }
}
