using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Partners;

/// <summary>A partner with everything that happened, as it stands on a day.</summary>
/// <param name="Kind">Null where the rules no longer have it.</param>
/// <param name="Code">Of the enterprise; empty for none.</param>
/// <param name="Steps">The newest first.</param>
/// <param name="ReviewFrom">The day from which the end of the term is reviewed.</param>
public sealed record PartnerView(CityPartner Partner, PartnerKind? Kind, string Code, string Enterprise, IReadOnlyList<PartnerStep> Steps, DateOnly ReviewFrom, DateOnly Today)
{
    /// <summary>The last term.</summary>
    public PartnerStep Term => Steps.First(step => step.ToOn is not null);

    public DateOnly Since => Steps[^1].OnDay;

    public DateOnly To => Term.ToOn!.Value;

    /// <summary>How it was ended before its time, or not renewed; null while it stands.</summary>
    public PartnerStep? End => Steps.FirstOrDefault(step => step.Act == PartnerAct.Ended);

    public IEnumerable<PartnerStep> Contributions => Steps.Where(step => step.Act == PartnerAct.Contributed);

    public PartnerState State => End is not null ? PartnerState.Ended : To < Today ? PartnerState.Expired : ReviewFrom <= Today ? PartnerState.ReviewDue : PartnerState.Serving;
}

/// <summary>
/// The register of partners as far as the user sees enterprises; an enterprise sees its own. Those of no enterprise are seen by whoever has the whole city.
/// </summary>
public sealed class ReadPartners(FunengDb db, PartnerKinds kinds, PolicyBook book, PolicyOffices offices, Entitled entitled, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int MostNominees = 50;

    /// <summary>Whether this account keeps the register: the people of the office of the policy, and the administrator.</summary>
    public async Task<bool> MayKeepAsync(CancellationToken cancellation) =>
        book.Find(kinds.Policy) is { } policy && (user.Role == Role.Administrator || (await offices.OwnAsync(cancellation))(policy.Office));

    public Task<IReadOnlyList<PartnerView>> AllAsync(CancellationToken cancellation) => ReadAsync(null, cancellation);

    /// <returns>Null where there is none, or not for this user.</returns>
    public async Task<PartnerView?> FindAsync(long id, CancellationToken cancellation) => (await ReadAsync(id, cancellation)).SingleOrDefault();

    /// <summary>Enterprises on the list of the benefit of which nobody is a partner, the first of them, and how many there are.</summary>
    public async Task<(IReadOnlyList<EntitledEnterprise> First, int Total)> NomineesAsync(CancellationToken cancellation)
    {
        if (!await MayKeepAsync(cancellation) || book.FindBenefit(kinds.Benefit) is not { } rule || PolicyBook.Closed(rule, city.Today(time)) is not null) return ([], 0);
        var partners = (await AllAsync(cancellation)).Where(one => one.State is PartnerState.Serving or PartnerState.ReviewDue).Select(one => one.Partner.Subject).ToHashSet();
        var list = (await entitled.RunAsync(rule, user.EnterpriseScope, city.Today(time), cancellation)).Met.Where(one => !partners.Contains(one.Id)).ToList();
        return ([.. list.Take(MostNominees)], list.Count);
    }

    private async Task<IReadOnlyList<PartnerView>> ReadAsync(long? only, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewEnterprises)) return [];
        var (seen, hasAll, today) = (user.EnterpriseScope.Filter(db.Set<Subject>().AsNoTracking(), one => one.Region, one => one.Zone, one => one.Id), user.EnterpriseScope.CoversUnplaced, city.Today(time));
        var rows = await (
            from partner in db.Set<CityPartner>().AsNoTracking()
            join one in seen on partner.Subject equals one.Id into found
            from enterprise in found.DefaultIfEmpty()
            where (only == null || partner.Id == only) && (enterprise != null || (partner.Subject == null && hasAll))
            select new { partner, enterprise }).ToListAsync(cancellation);
        var ids = rows.ConvertAll(row => row.partner.Id);
        var steps = (await db.Set<PartnerStep>().AsNoTracking().Where(step => ids.Contains(step.Partner)).ToListAsync(cancellation)).OrderByDescending(step => step.Version).ToLookup(step => step.Partner);
        return [.. rows.Select(row => Make(row.partner, row.enterprise, [.. steps[row.partner.Id]], today)).OrderBy(one => one.State == PartnerState.Ended).ThenBy(one => one.To).ThenBy(one => one.Partner.Id)];
    }

    private PartnerView Make(CityPartner partner, Subject? enterprise, IReadOnlyList<PartnerStep> steps, DateOnly today) =>
        new(partner, kinds.Find(partner.Kind), enterprise?.Code ?? "", enterprise?.Name ?? "", steps, steps.First(step => step.ToOn is not null).ToOn!.Value.AddDays(-kinds.ReviewDays), today);
}

/// <summary>Partners in the audit.</summary>
internal sealed class PartnerAudit(FunengDb db) : IAuditNames
{
    public string Kind => "partner";

    public string Title => "城市发展合伙人";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<CityPartner>().Where(partner => ids.Contains(partner.Id)).Select(partner => new { partner.Id, partner.Person }).ToListAsync(cancellation))
            .ToDictionary(partner => partner.Id.ToString(CultureInfo.InvariantCulture), partner => new AuditName(partner.Person, $"/partners/{partner.Id}"));
    }
}
