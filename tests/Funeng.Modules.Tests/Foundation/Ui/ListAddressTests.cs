using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Tests.Foundation.Ui;

public sealed class ListAddressTests
{
    private static readonly ListAddress Enterprises = new("/enterprises", ("q", "齿轮"), ("district", ""), ("sort", "-revenue"), ("page", "3"));

    [Fact]
    public void Empty_conditions_never_appear_and_values_are_encoded() =>
        Assert.Equal("/enterprises?q=%E9%BD%BF%E8%BD%AE&sort=-revenue&page=3", Enterprises.ToString());

    [Fact]
    public void A_change_replaces_sets_and_removes() =>
        Assert.Equal("/enterprises?sort=name&tier=a%26b", Enterprises.With(("q", null), ("page", ""), ("sort", "name"), ("tier", "a&b")).ToString());

    [Fact]
    public void Without_conditions_it_is_the_bare_path() =>
        Assert.Equal("/enterprises", Enterprises.With(("q", null), ("page", null), ("sort", null)).ToString());

    [Fact]
    public void A_filter_form_carries_what_it_has_no_control_for_but_not_the_page() =>
        Assert.Equal([("sort", "-revenue")], Enterprises.Except("q"));
}
