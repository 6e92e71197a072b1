using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Sheets;

/// <summary>A sheet with its lines.</summary>
public sealed record FilledSheet(EnterpriseSheet Sheet, IReadOnlyList<EnterpriseSheetLine> Lines)
{
    public int Score => Lines.Sum(line => line.Score);

    public int Most => Lines.Sum(line => line.Most);

    /// <summary>Percent of all points; null for a sheet without points.</summary>
    public decimal? Percent => Most == 0 ? null : Score * 100m / Most;

    public EnterpriseSheetLine? Line(string item) => Lines.FirstOrDefault(line => line.Item == item);
}

/// <summary>The sheets of one form about one enterprise, the latest first.</summary>
public sealed record SheetHistory(Organization Enterprise, SheetForm Form, IReadOnlyList<FilledSheet> Sheets)
{
    public FilledSheet? Latest => Sheets.Count > 0 ? Sheets[0] : null;

    /// <summary>The first one, when there is a later one to compare with.</summary>
    public FilledSheet? First => Sheets.Count > 1 ? Sheets[^1] : null;
}

/// <summary>An enterprise with its last sheet and the one before.</summary>
public sealed record SheetStanding(Organization Enterprise, FilledSheet Latest, FilledSheet? Before)
{
    /// <summary>In percent points; null without an earlier sheet.</summary>
    public decimal? Change => Before?.Percent is { } before && Latest.Percent is { } now ? now - before : null;

    public bool IsLate(DateOnly today) => Latest.Sheet.AgainOn < today;
}

/// <summary>Reads sheets about the enterprises a caller may see.</summary>
public sealed class ReadSheets(FunengDb db, SheetForms forms, OrganizationDirectory organizations, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private const int AtOnce = 500;

    /// <summary>Null when there is no such enterprise for this account, or no such form.</summary>
    public async Task<SheetHistory?> OfAsync(string code, string form, CancellationToken cancellation) =>
        forms.Find(form) is { } found && await organizations.FindAsync(user.EnterpriseScope, code, cancellation) is { } enterprise
            ? new SheetHistory(enterprise, found, await FilledAsync(db.Set<EnterpriseSheet>().Where(sheet => sheet.Enterprise == enterprise.Id && sheet.Form == form), cancellation)) : null;

    /// <summary>The enterprises that have a sheet of a form: those whose day to be looked at again is nearest come first, then the lowest.</summary>
    public async Task<IReadOnlyList<SheetStanding>> StandingsAsync(string form, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var seen = await (from sheet in db.Set<EnterpriseSheet>() join enterprise in organizations.Within(user.EnterpriseScope) on sheet.Enterprise equals enterprise.Id where sheet.Form == form select enterprise).Distinct().ToListAsync(cancellation);
        var filled = new List<FilledSheet>();
        foreach (var chunk in seen.Select(enterprise => enterprise.Id).Chunk(AtOnce))
            filled.AddRange(await FilledAsync(db.Set<EnterpriseSheet>().Where(sheet => sheet.Form == form && chunk.Contains(sheet.Enterprise)), cancellation));
        var own = filled.ToLookup(one => one.Sheet.Enterprise);
        return
        [
            .. seen.Select(enterprise => new SheetStanding(enterprise, own[enterprise.Id].First(), own[enterprise.Id].ElementAtOrDefault(1)))
                .OrderByDescending(one => one.IsLate(today)).ThenBy(one => one.Latest.Sheet.AgainOn ?? DateOnly.MaxValue).ThenBy(one => one.Latest.Percent).ThenBy(one => one.Enterprise.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Enterprises with such a name or code, to fill in a sheet about one.</summary>
    public async Task<IReadOnlyList<Organization>> FindAsync(string words, int most, CancellationToken cancellation) => words.Trim() is not { Length: > 0 } text ? []
        : await organizations.Within(user.EnterpriseScope).Where(one => one.Name.Contains(text) || one.Code == text).OrderBy(one => one.Name).Take(most).ToListAsync(cancellation);

    private async Task<IReadOnlyList<FilledSheet>> FilledAsync(IQueryable<EnterpriseSheet> which, CancellationToken cancellation)
    {
        var sheets = await which.AsNoTracking().OrderByDescending(sheet => sheet.OnDay).ThenByDescending(sheet => sheet.Id).ToListAsync(cancellation);
        var lines = (await (from line in db.Set<EnterpriseSheetLine>().AsNoTracking() join sheet in which on line.Sheet equals sheet.Id orderby line.Position select line).ToListAsync(cancellation)).ToLookup(line => line.Sheet);
        return [.. sheets.Select(sheet => new FilledSheet(sheet, [.. lines[sheet.Id]]))];
    }
}
