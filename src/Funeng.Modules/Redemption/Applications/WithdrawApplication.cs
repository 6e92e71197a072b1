using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Review;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>The enterprise takes back what is not decided yet; it may begin another round.</summary>
public sealed class WithdrawApplication(FunengDb db, ReadApplication read, ReviewDesk desk, CurrentUser user)
{
    /// <returns>Why not, in Chinese; null when it was withdrawn.</returns>
    public async Task<string?> RunAsync(long id, string reason, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ApplyForBenefits) || await read.Visible().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } application) return "没有这份申报。";
        if (application.IsOver) return "这份申报已经办完，不能撤回。";
        if (reason.Trim().Length is < 2 or > 200) return "请用 2 到 200 个字写明为什么撤回。";
        desk.End(application, ReviewActKind.Withdrawn, reason.Trim(), "");
        try
        {
            await db.SaveChangesAsync(cancellation);
            return null;
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // A reviewer decided, or a colleague saved, at this moment.
            return "这份申报刚有变化，没有撤回。请看过再撤。";
        }
    }
}
