using System.Globalization;
using System.Text.Json;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Import;

/// <summary>A ledger that was handed in.</summary>
public sealed class ProjectImport
{
    public required long Id { get; init; }

    public required string FileName { get; init; }

    public required byte[] Content { get; init; }

    public required long? Creator { get; init; }

    public required string CreatorName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public long? Batch { get; set; }

    public int Written { get; set; }

    public DateTimeOffset? WrittenAt { get; set; }

    /// <summary>Every project before and after, for the undo.</summary>
    public string? Changes { get; set; }

    public DateTimeOffset? UndoneAt { get; set; }

    /// <summary>What stayed all the same, and why.</summary>
    public string? UndoneNote { get; set; }

    public bool CanUndo(DateTimeOffset now) => Batch is not null && UndoneAt is null && now - WrittenAt < UndoLedger.Time;
}

internal sealed class ProjectImportTable : IEntityTypeConfiguration<ProjectImport>
{
    public void Configure(EntityTypeBuilder<ProjectImport> builder) => builder.HasIndex(import => import.CreatedAt).HasDatabaseName("project_import_created");
}

/// <summary>A ledger between its upload and its writing.</summary>
public sealed record LedgerImport(ProjectImport Import, LedgerReading Reading);

/// <summary>Hands a project ledger in: first everything is checked and shown, then the sound rows are written together.</summary>
public sealed class ImportLedger(
    FunengDb db, LedgerSheet sheet, LedgerWriter writer, FactStore facts, ProjectDirectory projects, OrganizationDirectory organizations, IdSource ids,
    AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const long LargestFile = 10 << 20;

    /// <returns>The id of the import, or why the file is refused.</returns>
    public async Task<(long? Id, string? Refusal)> UploadAsync(string fileName, byte[] content, CancellationToken cancellation)
    {
        if (sheet.Read(content, city.Today(clock)).Refusal is { } refusal)
            return (null, refusal);
        var import = new ProjectImport
        {
            Id = ids.Next(), FileName = fileName.Length > 120 ? fileName[^120..] : fileName, Content = content, Creator = user.Id, CreatorName = user.Name,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Add(import);
        await db.SaveChangesAsync(cancellation);
        return (import.Id, null);
    }

    /// <summary>Only whoever handed it in sees it.</summary>
    public async Task<LedgerImport?> FindAsync(long id, CancellationToken cancellation)
    {
        var import = await db.Set<ProjectImport>().SingleOrDefaultAsync(row => row.Id == id && row.Creator == user.Id, cancellation);
        return import is null ? null : new LedgerImport(import, await CheckAsync(sheet.Read(import.Content, city.Today(clock)), cancellation));
    }

    /// <returns>How many rows were written; null when there is no such import or it was written before.</returns>
    public async Task<int?> WriteAsync(long id, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } found || found.Import.WrittenAt is not null)
            return null;
        var now = clock.GetUtcNow();
        // Whoever sets the moment writes; a second tab finds it set.
        if (await db.Set<ProjectImport>().Where(row => row.Id == id && row.WrittenAt == null).ExecuteUpdateAsync(row => row.SetProperty(import => import.WrittenAt, now), cancellation) == 0)
            return null;
        try
        {
            return await WriteAsync(found, cancellation);
        }
        catch
        {
            await db.Set<ProjectImport>().Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(import => import.WrittenAt, (DateTimeOffset?)null), CancellationToken.None);
            throw;
        }
    }

    private async Task<int> WriteAsync(LedgerImport found, CancellationToken cancellation)
    {
        var rows = found.Reading.Rows.Where(row => row.Problems.Count == 0).Select(row => row.Understood!).ToList();
        audit.Record("导入项目台账", $"project-import:{found.Import.Id}", found.Import.FileName, null, new { Rows = rows.Count });
        await using var batch = await facts.BeginBatchAsync(new NewBatch(found.Import.FileName, "authority"), cancellation);
        var codes = rows.Select(row => row.Code).ToList();
        long[] known = [.. await db.Set<Project>().Where(project => codes.Contains(project.Code)).Select(project => project.Id).ToListAsync(cancellation)];
        var before = await LedgerState.ReadAsync(db, known, cancellation);
        var images = before.Projects.Values.ToDictionary(project => project.Id, before.ImageOf);
        await writer.WriteAsync(batch, rows, cancellation);
        found.Import.Changes = Changes(rows, images);
        (found.Import.Batch, found.Import.Written, found.Import.WrittenAt) = (batch.Id, rows.Count, clock.GetUtcNow());
        await batch.PublishAsync(cancellation);
        return rows.Count;
    }

    /// <summary>What is tracked now is what will be saved with the publishing.</summary>
    private string Changes(IReadOnlyList<LedgerRow> rows, Dictionary<long, ProjectImage> before)
    {
        ILookup<long, T> Of<T>(Func<T, long> project) where T : class => db.ChangeTracker.Entries<T>().Select(entry => entry.Entity).ToLookup(project);
        var (targets, months, nodes, listings) = (Of<ProjectTarget>(target => target.Project), Of<ProjectMonth>(month => month.Project), Of<ProjectMilestone>(node => node.Project), Of<ProjectListing>(listing => listing.Project));
        var written = db.ChangeTracker.Entries<Project>().Select(entry => entry.Entity).ToDictionary(project => project.Code);
        return JsonSerializer.Serialize(rows.Select(row => written[row.Code]).Select(project => new LedgerChange(
            project.Id, project.Code, before.GetValueOrDefault(project.Id), ProjectImage.Of(project, targets[project.Id], months[project.Id], nodes[project.Id], listings[project.Id]), project.Version)));
    }

    /// <summary>What the ledger cannot know: whose project it is, whether it is known already, and whether the place is one's own.</summary>
    private async Task<LedgerReading> CheckAsync(LedgerReading reading, CancellationToken cancellation)
    {
        if (reading.Refusal is not null)
            return reading;
        var seen = await projects.Within(user).AsNoTracking().Select(project => new { project.Code, project.Name }).ToListAsync(cancellation);
        var byName = seen.GroupBy(project => project.Name).ToDictionary(group => group.Key, group => group.First().Code);
        var taken = (await db.Set<Project>().AsNoTracking().Select(project => project.Code).ToListAsync(cancellation)).ToHashSet();
        var own = seen.Select(project => project.Code).ToHashSet();
        var codes = reading.Rows.Select(row => row.OwnerCode).Where(code => code.Length > 0).Distinct().ToList();
        var owners = await organizations.Within(user.EnterpriseScope).Where(owner => codes.Contains(owner.Code)).ToDictionaryAsync(owner => owner.Code, cancellation);
        var number = taken.Count;
        var rows = new List<LedgerRowReading>();
        foreach (var row in reading.Rows)
            rows.Add(row.Understood is { } understood ? Check(row, understood) : row);
        return reading with { Rows = rows };

        LedgerRowReading Check(LedgerRowReading row, LedgerRow understood)
        {
            var problems = new List<string>(row.Problems);
            if (!user.Scope.Covers(understood.Region, understood.Zone, -1)) problems.Add("所在地不在您的管理范围内。");
            var code = understood.Code.Length > 0 ? understood.Code : byName.GetValueOrDefault(understood.Name, "");
            if (code.Length > 0 && taken.Contains(code) && !own.Contains(code)) problems.Add($"代码 {code} 的项目不在您的管理范围内。");
            if (row.OwnerCode.Length > 0 && !owners.ContainsKey(row.OwnerCode)) problems.Add($"没有统一社会信用代码为“{row.OwnerCode[..Math.Min(20, row.OwnerCode.Length)]}”的企业，或不在您的数据范围内。");
            while (code.Length == 0 || (understood.Code.Length == 0 && !own.Contains(code) && taken.Contains(code)))
                code = string.Create(CultureInfo.InvariantCulture, $"XM{understood.ListedYear}-{++number:0000}");
            taken.Add(code);
            own.Add(code);
            var owner = owners.GetValueOrDefault(row.OwnerCode);
            return row with
            {
                Problems = problems,
                Understood = problems.Count > 0 ? null : understood with { Code = code, Owner = owner?.Id, OwnerName = owner?.Name ?? understood.OwnerName, Industry = owner?.Industry },
            };
        }
    }
}
