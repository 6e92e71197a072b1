using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// Who may do what with whose import. Whoever made it may do everything, and so may colleagues of the same office who have exactly the same
/// places: what a check shows depends on them. Those of the office who have more see it and may take it back, but do not work in it, or its
/// maker would learn from their check what he may not see. Who sees everything sees every import.
/// </summary>
public sealed class ImportSight(FunengDb db, CurrentUser user)
{
    internal const string Nowhere = "-";

    /// <summary>The user's places, in one order.</summary>
    public string Reach => user.Scope.Everything ? "*" : string.Join(' ', user.Scope.Regions.Order().Concat(user.Scope.Zones.Order().Select(zone => "z" + zone)));

    /// <summary>What the codes of all the user's places begin with.</summary>
    public string Within => user.Scope.Everything ? Nowhere : CommonStart([.. user.Scope.Regions, .. user.Scope.Zones]);

    public IQueryable<ImportRun> Seen() => user.Scope.Everything ? db.Set<ImportRun>() : OfOffice();

    /// <summary>Those the user may check anew and write.</summary>
    public IQueryable<ImportRun> Workable()
    {
        var (me, office, reach) = (user.Id, user.Scope.Organization, Reach);
        return db.Set<ImportRun>().Where(run =>
            (run.Creator == me && me != null) || (run.Office == office && office != null && run.Reach == reach && reach != ""));
    }

    /// <summary>Those the user may take back.</summary>
    public IQueryable<ImportRun> Undoable() => user.Has(Permission.ManageUsers) ? Seen() : OfOffice();

    /// <summary>Those with rows that wait for somebody who has the whole city.</summary>
    public IQueryable<ImportRun> Waiting()
    {
        var waiting = db.Set<ImportRun>().Where(run => run.Waiting > 0 && run.State == ImportState.Written);
        return !user.Has(Permission.ImportFacts) || !user.Scope.CoversUnplaced ? waiting.Where(_ => false)
            : user.Scope.Everything ? waiting
            : InRegions(waiting);
    }

    private IQueryable<ImportRun> OfOffice() => user.Scope.Organization is { } office
        ? InRegions(db.Set<ImportRun>().Where(run => run.Office == office)).Union(Workable())
        : Workable();

    private IQueryable<ImportRun> InRegions(IQueryable<ImportRun> runs) =>
        Scope.OfRegions(user.Scope.Regions).Filter(runs, run => run.Within, run => run.Within, run => run.Id);

    private static string CommonStart(IReadOnlyList<string> codes)
    {
        if (codes.Count == 0)
        {
            return Nowhere;
        }

        var length = codes.Min(code => code.Length);
        while (length > 0 && codes.Any(code => string.CompareOrdinal(code, 0, codes[0], 0, length) != 0))
        {
            length--;
        }

        return length == 0 ? Nowhere : codes[0][..length];
    }
}
