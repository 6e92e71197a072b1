using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Place;

/// <summary>Says in which district or township enterprises lie, as for those an import could not place. Audited with its reason, one by one.</summary>
public sealed class PlaceEnterprises(
    FunengDb db, SubjectDirectory subjects, RegionTree regions, EnterpriseIndex index, AuditTrail audit, CurrentUser user, TimeProvider time)
{
    private const int LongestReason = 300;

    /// <summary>Those of the codes that the user may change.</summary>
    public async Task<IReadOnlyList<Organization>> FindAsync(IReadOnlyList<string> codes, CancellationToken cancellation) =>
        user.Has(Permission.EditEnterprise) && codes.Count > 0
            ? await Mine(codes).AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancellation)
            : [];

    public async Task<IReadOnlyList<Problem>> RunAsync(IReadOnlyList<string> codes, string region, string reason, CancellationToken cancellation)
    {
        var rows = user.Has(Permission.EditEnterprise) ? await Mine(codes).ToListAsync(cancellation) : [];
        var problems = Check(rows.Count, region, reason.Trim()).ToList();
        if (problems.Count > 0)
        {
            return problems;
        }

        foreach (var row in rows.Where(row => row.Region != region))
        {
            audit.Record("指定企业所在地", $"enterprise:{row.Code}", reason.Trim(), new { row.Region }, new { Region = region });
            row.Region = region;
            row.ChangedAt = time.GetUtcNow();
            row.Version++;
            await subjects.DescribeAsync(row.Id, row.Name, region, row.Zone, cancellation);
        }

        await db.SaveChangesAsync(cancellation);
        await index.ChangedAsync([.. rows.Select(row => row.Id)], CancellationToken.None);
        return [];
    }

    private IEnumerable<Problem> Check(int enterprises, string region, string reason)
    {
        if (enterprises == 0)
        {
            yield return new Problem("", "没有选择企业，或所选企业不在您的管理范围内。请回到名录勾选。");
        }

        if (regions.Find(region) is not { Kind: RegionKind.County or RegionKind.Township })
        {
            yield return new Problem("Region", "没有选择所在地。请选择区县或镇街。");
        }
        else if (!user.Scope.Covers(region, null, -1))
        {
            yield return new Problem("Region", "所选的地区不在您的管理范围内。");
        }

        if (reason.Length is 0 or > LongestReason)
        {
            yield return new Problem("Reason", reason.Length == 0 ? "没有填写依据，例如营业执照住所。" : $"依据有 {reason.Length} 个字，最多 {LongestReason} 个。");
        }
    }

    private IQueryable<Organization> Mine(IReadOnlyList<string> codes) => user.Scope.Filter(
        db.Set<Organization>().Where(row => row.Kind == OrganizationKind.Enterprise && codes.Contains(row.Code)), row => row.Region, row => row.Zone, row => row.Id);
}
