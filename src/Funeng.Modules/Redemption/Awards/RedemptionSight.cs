using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>Which awards and batches an account sees: officials those of their region or zone, an enterprise its own. Every page begins here.</summary>
public sealed class RedemptionSight(FunengDb db, CurrentUser user)
{
    public IQueryable<Award> Awards() => user.Has(Permission.ViewRedemption) || user.Has(Permission.ReceiveRedemption)
        ? user.Scope.Filter(db.Set<Award>(), award => award.Region, award => award.Zone, award => award.Subject)
        : db.Set<Award>().Where(_ => false);

    /// <summary>The batches with a line the account sees; whoever has a whole city sees all.</summary>
    public IQueryable<RedemptionBatch> Batches()
    {
        if (!user.Has(Permission.ViewRedemption)) return db.Set<RedemptionBatch>().Where(_ => false);
        if (user.Scope.CoversUnplaced) return db.Set<RedemptionBatch>();
        var seen = Awards();
        return db.Set<RedemptionBatch>().Where(batch => seen.Any(award => award.Batch == batch.Id));
    }

    /// <summary>Whether the account may act for the whole of a batch, and not only look at some of its lines.</summary>
    public bool MayActOn(RedemptionBatch batch, Permission permission) => user.Has(permission) && ActsFor(batch.Region);

    /// <summary>Whether the account has the region of a policy under it.</summary>
    public bool ActsFor(string? region) => user.Scope.Covers(region, null, long.MinValue);
}
