using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Premises;

/// <summary>A premise as typed.</summary>
/// <param name="Price">In the unit of its kind.</param>
public sealed record TypedPremise(string Kind, string Title, string Region, string Address, string Area, string Price, string AvailableFrom, string Contact)
{
    public bool IsSynthetic { get; init; }
}

/// <summary>What land and park bodies offer: entered and taken off by whoever manages projects there, read by everybody who signs in for an enterprise or an office.</summary>
public sealed class KeepPremises(FunengDb db, IdSource ids, RegionTree regions, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int LongestTitle = 60, LongestAddress = 100, LongestContact = 60, LongestReason = 100, MostListed = 200;

    private const long LargestArea = 10_000_000;

    public bool MayKeep(string region) => user.Has(Permission.ManageProjects) && user.Scope.Covers(region, null, 0);

    /// <summary>The districts this account may enter premises of.</summary>
    public IReadOnlyList<Region> Own() => [.. regions.Counties.Where(county => MayKeep(county.Code))];

    /// <summary>What is offered; of one kind, or of all. The newest first.</summary>
    public async Task<IReadOnlyList<Premise>> ReadAsync(PremiseKind? kind, CancellationToken cancellation) => !user.Has(Permission.ViewEnterprises) ? []
        : await db.Set<Premise>().AsNoTracking().Where(row => row.State == PremiseState.Open && (kind == null || row.Kind == kind)).OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(MostListed).ToListAsync(cancellation);

    /// <returns>What is wrong, none when it is stored; null where it is not for this user.</returns>
    public async Task<IReadOnlyList<Problem>?> AddAsync(TypedPremise typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageProjects)) return null;
        var problems = new List<Problem>();
        var isKind = Enum.TryParse<PremiseKind>(typed.Kind, out var kind) && Enum.IsDefined(kind);
        if (!isKind) problems.Add(new("Kind", "没有选择是厂房、用房还是用地。"));
        if (Own().All(county => county.Code != typed.Region)) problems.Add(new("Region", "请选您负责的区县。"));
        Text(problems, "Title", "名称", typed.Title, 2, LongestTitle);
        Text(problems, "Address", "地址", typed.Address, 2, LongestAddress);
        Text(problems, "Contact", "看房找谁", typed.Contact, 2, LongestContact);
        if (Whole(typed.Area) is not { } area) problems.Add(new("Area", $"面积以平方米计，应是 1 到 {LargestArea:N0} 的整数。"));
        else if (Fen(typed.Price, kind) is null) problems.Add(new("Price", $"价格应是不小于 0 的数，单位 {kind.PriceUnit()}。"));
        else if (!Date(typed.AvailableFrom, out var from)) problems.Add(new("AvailableFrom", "请填从哪天起可以用，如 2026-12-01。"));
        else if (problems.Count == 0) return await StoreAsync(typed, kind, area, from, cancellation);
        return problems;
    }

    /// <returns>What is wrong, none when it is off; null where there is none that this user keeps.</returns>
    public async Task<IReadOnlyList<Problem>?> WithdrawAsync(long id, string reason, CancellationToken cancellation)
    {
        if (await db.Set<Premise>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } premise || !MayKeep(premise.Region)) return null;
        var problems = new List<Problem>();
        Text(problems, "Reason", "下架的理由", reason, 2, LongestReason);
        if (problems.Count > 0) return problems;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var now = time.GetUtcNow();
        // Somebody may sign for it at this moment: only what is still open is taken off.
        var off = await db.Set<Premise>().Where(row => row.Id == id && row.State == PremiseState.Open)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.State, PremiseState.Withdrawn).SetProperty(one => one.Reason, reason.Trim()).SetProperty(one => one.ChangedAt, now), cancellation);
        if (off == 0) return [new Problem("", "这一处已经签约或下架，请刷新后再看。")];
        audit.Record("下架用地用房", $"premise:{id}", reason.Trim());
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return [];
    }

    private async Task<IReadOnlyList<Problem>> StoreAsync(TypedPremise typed, PremiseKind kind, long area, DateOnly from, CancellationToken cancellation)
    {
        var premise = new Premise
        {
            Id = ids.Next(), Kind = kind, Title = typed.Title.Trim(), Region = typed.Region, Address = typed.Address.Trim(), Area = area, PriceFen = Fen(typed.Price, kind)!.Value, AvailableFrom = from,
            Contact = typed.Contact.Trim(), Who = user.Signature, At = time.GetUtcNow(), ChangedAt = time.GetUtcNow(), IsSynthetic = typed.IsSynthetic,
        };
        db.Add(premise);
        audit.Record("登记用地用房", $"premise:{premise.Id}", "", null, new { premise.Kind, premise.Title, premise.Area });
        await db.SaveChangesAsync(cancellation);
        return [];
    }

    internal static void Text(List<Problem> problems, string field, string label, string text, int least, int most)
    {
        var length = text.Trim().Length;
        if (length < least || length > most) problems.Add(new(field, $"{label}应有 {least} 到 {most} 个字，现在是 {length} 个。"));
        else if (ChineseText.WithoutStray(text) != text) problems.Add(new(field, $"{label}里有看不见的控制字符，请删去后重写。"));
    }

    internal static long? Whole(string text) => long.TryParse(text.Trim(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= LargestArea ? number : null;

    internal static long? Fen(string text, PremiseKind kind) => decimal.TryParse(text.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out var price) && price is >= 0 and <= 100_000 ? (long)decimal.Round(price * kind.FenOfUnit()) : null;

    internal static bool Date(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    public DateOnly Today => city.Today(time);
}

/// <summary>Premises in the audit.</summary>
internal sealed class PremiseAudit(FunengDb db) : IAuditNames
{
    public string Kind => "premise";

    public string Title => "用地用房";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = keys.Select(key => long.TryParse(key, out var id) ? id : 0).ToList();
        return (await db.Set<Premise>().AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(cancellation))
            .ToDictionary(row => row.Id.ToString(CultureInfo.InvariantCulture), row => new AuditName(row.Title, "/premises"));
    }
}
