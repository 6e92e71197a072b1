using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>The rounds of urgent problems: numbered within the city, and within a zone that holds its own.</summary>
public sealed class KeepRounds(FunengDb db, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public static bool Covers(CurrentUser user, ClinicRound round) => round.Zone.Length == 0 || user.Scope.CoversUnplaced || user.Scope.Zones.Contains(round.Zone);

    /// <summary>Whether the account keeps rounds: those of the city, or those of its one zone.</summary>
    public bool Opens => user.Has(Permission.ManageProjects) && Place is not null;

    private string? Place => user.Scope.CoversUnplaced ? "" : user.Scope.Zones is [var own] ? own : null;

    /// <summary>Those of the city and of the account's own zones, the latest first.</summary>
    public async Task<IReadOnlyList<ClinicRound>> ReadAsync(CancellationToken cancellation) =>
        [.. (await db.Set<ClinicRound>().AsNoTracking().OrderByDescending(round => round.ClosesOn).ThenByDescending(round => round.Number).Take(500).ToListAsync(cancellation)).Where(round => Covers(user, round))];

    /// <returns>What is wrong; null when this account keeps no rounds.</returns>
    public async Task<IReadOnlyList<Problem>?> AddAsync(string closes, string sits, CancellationToken cancellation)
    {
        if (!Opens || Place is not { } zone) return null;
        var today = city.Today(clock);
        var problems = new List<Problem>();
        if (!IsDay(closes, out var last) || last < today || last > today.AddYears(1)) problems.Add(new("Closes", "征集截止日应是今天以后一年内的一天。"));
        if (!IsDay(sits, out var sitting) || sitting < last || sitting > today.AddYears(1)) problems.Add(new("Sits", "会诊日应在截止日当天或以后。"));
        if (problems.Count > 0) return problems;
        var number = (await db.Set<ClinicRound>().Where(round => round.Zone == zone).MaxAsync(round => (int?)round.Number, cancellation) ?? 0) + 1;
        var made = new ClinicRound { Id = ids.Next(), Zone = zone, Number = number, OpensOn = today, ClosesOn = last, SitsOn = sitting, Maker = user.Name };
        db.Add(made);
        audit.Record("开始征集", $"clinic-round:{made.Id}", made.Name, null, new { made.ClosesOn, made.SitsOn });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return [new("", "刚有人开了同一批，请刷新后看一看。")];
        }

        return [];
    }

    private static bool IsDay(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
