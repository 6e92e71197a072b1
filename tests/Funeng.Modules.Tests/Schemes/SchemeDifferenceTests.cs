using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Schemes;

public sealed class SchemeDifferenceTests
{
    private static readonly RuleBook Book = RuleBook.Load(Repository.Folder("rules"));

    [Theory]
    [InlineData("revenueY1", BoundChangeKind.Stricter, "≥ 1,000 万元", "≥ 1,500 万元")]
    [InlineData("developmentScoreY1", BoundChangeKind.Added, "", "≥ 50 分")]
    [InlineData("makerChinaTop500_3Y", BoundChangeKind.Removed, "是", "")]
    public void The_bounds_of_2022_and_2026_stand_side_by_side(string fact, BoundChangeKind kind, string before, string after)
    {
        var row = Specialised().Rows.Single(row => row.Fact.Key == fact);

        Assert.Equal(kind, row.Kind);
        Assert.Equal(before, string.Join('|', SchemeDifference.Texts(row.Old).Select(text => text.Bounds)));
        Assert.StartsWith(after, string.Join('|', SchemeDifference.Texts(row.New).Select(text => text.Bounds)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_standard_does_not_differ_from_itself()
    {
        foreach (var pack in Book.Packs)
            Assert.All(SchemeDifference.Of(pack, pack).Rows, row => Assert.Equal(BoundChangeKind.Same, row.Kind));
    }

    [Fact]
    public void What_was_scored_and_is_now_a_condition_says_so()
    {
        Assert.Contains(Specialised().Rows, row => row.Kind == BoundChangeKind.NowRequired);
    }

    private static SchemeDifference Specialised() => SchemeDifference.Of(Book.FindLatest("sme-specialised-2022")!, Book.FindLatest("sme-specialised-2026")!);
}
