using Funeng.Modules.Foundation.Regions;

namespace Funeng.Modules.Tests.Foundation.Regions;

public sealed class RegionTreeTests
{
    private static readonly RegionTree Tree = new(
    [
        new("37", "东省", "东", RegionKind.Province, "省", null, ""),
        new("3703", "中市", "中", RegionKind.City, "市", "37", ""),
        new("370303", "张店区", "张店", RegionKind.County, "区", "3703", ""),
        new("370306", "周村区", "周村", RegionKind.County, "区", "3703", ""),
        new("370303009", "马尚街道", "马尚", RegionKind.Township, "街道", "370303", ""),
        new("370306001", "城北路街道", "城北路", RegionKind.Township, "街道", "370306", ""),
        new("370303101", "城关镇", "城关", RegionKind.Township, "镇", "370303", ""),
        new("370306101", "城关镇", "城关", RegionKind.Township, "镇", "370306", ""),
        new("370300-GX", "中市高新技术产业开发区", "高新区", RegionKind.Zone, "国家级功能区", "3703", "370303"),
        new("370300-XC", "先进制造业创新示范区", "先创区", RegionKind.Zone, "市级功能区", "370300-GX", ""),
    ]);

    [Theory]
    [InlineData("张店", "370303")]
    [InlineData("中市张店区", "370303")]
    [InlineData("370303009", "370303009")]
    [InlineData("马尚街道", "370303009")]
    [InlineData("张店区 马尚街道", "370303009")]
    [InlineData("张店区马尚街道办事处", "370303009")]
    [InlineData("周村区城关镇", "370306101")]
    [InlineData("高新区", "370300-GX")]
    public void A_place_is_known_by_its_code_or_by_what_people_call_it(string text, string code)
    {
        Assert.Equal(code, Tree.Resolve(text)?.Code);
    }

    [Fact]
    public void A_name_that_two_places_share_is_not_guessed()
    {
        Assert.Null(Tree.Resolve("城关镇"));
    }

    [Fact]
    public void Zones_are_a_tree_of_their_own()
    {
        Assert.Equal(["370300-GX", "370300-XC"], Tree.WithInner("370300-GX"));
        Assert.DoesNotContain(Tree.Counties, region => region.Kind == RegionKind.Zone);
    }

    [Fact]
    public void A_township_is_shown_with_its_county()
    {
        Assert.Equal("张店区 马尚街道", Tree.Name("370303009"));
        Assert.Equal("张店区", Tree.County("370303009")?.Name);
    }

    [Fact]
    public void The_code_of_the_city_is_shown_as_its_name_in_six_digits_too() => Assert.Equal(("中市", "中市", "379999"), (Tree.Name("3703"), Tree.Name("370300"), Tree.Name("379999")));
}
