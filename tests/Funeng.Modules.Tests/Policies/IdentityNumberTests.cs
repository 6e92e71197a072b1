using Funeng.Modules.Policies;

namespace Funeng.Modules.Tests.Policies;

public sealed class IdentityNumberTests
{
    // Numbers made up here, with the check character of the standard.
    [Theory]
    [InlineData("11010519491231002X", true)]
    [InlineData("王某 110105 19491231 002x", true)]
    [InlineData("１１０１０５１９４９１２３１００２Ｘ", true)]
    [InlineData("110105194912310021", false)]
    [InlineData("RC-2026-001", false)]
    [InlineData("91370300MA3C0HTX5Q", false)]
    [InlineData("2020-370303-35-03-012345", false)]
    public void The_number_of_an_identity_card_is_seen_in_what_was_typed(string typed, bool isOne) => Assert.Equal(isOne, IdentityNumber.IsIn(typed));
}
