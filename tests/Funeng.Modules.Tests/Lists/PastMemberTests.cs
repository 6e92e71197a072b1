using Funeng.Modules.Lists;
using Funeng.Modules.Lists.Browse;

namespace Funeng.Modules.Tests.Lists;

public sealed class PastMemberTests
{
    private static readonly EvidenceLine Line = new("revenue", "上年度营业收入", "2,100 万元", "不低于 2,000 万元", "表格导入", "2025 年度");

    private static readonly ListRow Left = new("91370303FN0000011B", "甲", "张店区", "", new Membership(
        1, "small", 7, new DateOnly(2026, 3, 1), new DateOnly(2026, 5, 10), "进入", [Line], "不再符合", [Line], "sha"));

    [Fact]
    public void A_member_of_a_past_day_does_not_know_yet_that_it_will_leave()
    {
        var then = MemberItem.Of(Left, new DateOnly(2026, 3, 31));
        var since = MemberItem.Of(Left, new DateOnly(2026, 5, 10));

        Assert.Equal((null, null, 0), (then.Until, then.LeftReason, then.LeftEvidence.Count));
        Assert.Equal((new DateOnly(2026, 5, 10), "不再符合", 1), (since.Until, since.LeftReason, since.LeftEvidence.Count));
        Assert.Equal(since.LeftReason, MemberItem.Of(Left, null).LeftReason);
    }
}
