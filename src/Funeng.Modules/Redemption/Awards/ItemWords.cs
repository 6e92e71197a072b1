using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>What is said of numbers that are another enterprise's.</summary>
internal static class ItemWords
{
    public static string Elsewhere(PolicyItem item, string number) => $"{item.Number}“{number}”登记在别的企业名下，请核对编号；登记错了的，先更正登记。";

    public static string PaidElsewhere(PolicyItem item, string number, AwardState state) => $"{item.Number}“{number}”已列入另一家企业的兑付（{state.DisplayName()}），每项只给一次，请核对是哪一家的";
}
