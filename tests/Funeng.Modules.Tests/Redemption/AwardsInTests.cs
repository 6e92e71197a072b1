using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>Awards as the use cases propose them.</summary>
internal static class AwardsInTests
{
    /// <summary>Proposes, saves, and where somebody else was faster asks again.</summary>
    public static async Task<AwardResult> ProposeAsync(this TestInstallation city, NewAward award)
    {
        while (true)
        {
            await using var unit = city.As();
            var result = await unit.Get<AwardBook>().ProposeAsync(award, TestContext.Current.CancellationToken);
            try
            {
                await unit.Get<FunengDb>().SaveChangesAsync(TestContext.Current.CancellationToken);
                return result;
            }
            catch (Exception problem) when (WriteCollision.Is(problem))
            {
                // Somebody else was faster: ask again.
            }
        }
    }
}
