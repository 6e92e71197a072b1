using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Items;

/// <summary>The facts a benefit is decided on for one item of an enterprise; for a benefit without items those of the enterprise.</summary>
public sealed class ItemFacts(FunengDb db, ItemBook items)
{
    /// <param name="item">In its one form; empty for a benefit without items.</param>
    public async Task<SubjectFacts> OfAsync(Benefit benefit, long subject, string item, SubjectFacts enterprise, DateOnly on, CancellationToken cancellation)
    {
        if (benefit.Item is not { By: ItemBy.Number } of || item.Length == 0) return enterprise;
        var registered = await items.FindAsync(benefit.Id, item, cancellation);
        return await items.FactsAsync(of, enterprise, registered?.Subject == subject ? registered : null, await OthersAsync(benefit, subject, item, cancellation), on, cancellation);
    }

    /// <summary>Why an enterprise cannot apply for an item; null when it can.</summary>
    public async Task<string?> TakenAsync(Benefit benefit, long subject, string item, CancellationToken cancellation)
    {
        if (await items.FindAsync(benefit.Id, item, cancellation) is { } registered && registered.Subject != subject) return $"{benefit.Item!.Number}“{item}”登记在别的企业名下，请核对编号；确实是您的，请联系主管部门更正。";
        var key = Award.ItemKeyOf(benefit, subject, item);
        return key is not null && await db.Set<Award>().AsNoTracking().FirstOrDefaultAsync(award => award.Benefit == benefit.Id && award.ItemKey == key && award.State != AwardState.Refused, cancellation) is { } award
            ? award.Subject == subject ? $"{benefit.Item!.Name}“{item}”已经兑付过（{award.PeriodText}，{Foundation.Ui.NavRegistration.DisplayName(award.State)}），每项只给一次。" : $"{benefit.Item!.Number}“{item}”已由别的企业享受过，每项只给一次。"
            : null;
    }

    // What is only begun, refused or taken back is as if it had never been asked for.
    private async Task<int> OthersAsync(Benefit benefit, long subject, string item, CancellationToken cancellation)
    {
        var applied = db.Set<Application>().Where(row => row.Benefit == benefit.Id && row.Subject == subject && row.Item != item && row.SubmittedAt != null && row.State != ApplicationState.Refused && row.State != ApplicationState.Withdrawn).Select(row => row.Item);
        var awarded = db.Set<Award>().Where(row => row.Benefit == benefit.Id && row.Subject == subject && row.Item != item && row.State != AwardState.Refused).Select(row => row.Item);
        var registered = db.Set<BenefitItem>().Where(row => row.Benefit == benefit.Id && row.Subject == subject && row.Number != item).Select(row => row.Number);
        return await applied.Union(awarded).Union(registered).CountAsync(cancellation);
    }
}
