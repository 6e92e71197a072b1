using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Import;

/// <summary>What is to be written.</summary>
/// <param name="Rows">The rows of the sheet; those with problems are left out.</param>
/// <param name="Headings">Column → heading, so that a fact can name the column it came from.</param>
/// <param name="Title">What the batch is called: the file's name.</param>
/// <param name="Source">Id of the source the facts are filed under.</param>
/// <param name="On">The day the sheet speaks of; titles count from it.</param>
public sealed record ImportRequest(IReadOnlyList<EnterpriseRow> Rows, IReadOnlyDictionary<int, string> Headings, string Title, string Source, DateOnly On);

/// <summary>What an import did.</summary>
/// <param name="Imported">Sound rows; all of them are now what the sheet says.</param>
/// <param name="Changed">Rows that changed anything.</param>
/// <param name="Added">Enterprises that were not known before.</param>
/// <param name="Values">Values filed.</param>
/// <param name="Batch">The batch, by which it can be undone; null when nothing changed.</param>
public sealed record ImportReport(int Imported, int Changed, int Added, int Values, long? Batch);

/// <summary>
/// Writes the sound rows of a sheet: enterprises, their names and places, facts and titles. A value that already stands is not filed
/// again, so that the same sheet a second time changes nothing. All of it counts from one moment on, or nothing does.
/// </summary>
public sealed class ImportEnterprises(
    FunengDb db, FactStore facts, FactCatalogue catalogue, SubjectDirectory subjects, AuditTrail audit, CurrentUser user, IdSource ids, TimeProvider time, EnterpriseIndex index)
{
    private const int Chunk = 1000;
    private const int LongestFile = 60;

    public async Task<ImportReport> RunAsync(ImportRequest request, Func<int, Task>? progress, CancellationToken cancellation)
    {
        var work = new Work(request);
        var sound = request.Rows.Where(row => row.IsSound).ToList();
        foreach (var chunk in sound.Chunk(Chunk))
        {
            await WriteAsync(work, chunk, cancellation);
            await (progress?.Invoke(work.Imported) ?? Task.CompletedTask);
        }

        await PublishAsync(work, cancellation);
        return new ImportReport(work.Imported, work.Changed, work.Added, work.Values, work.Batch?.Id);
    }

    private async Task WriteAsync(Work work, EnterpriseRow[] rows, CancellationToken cancellation)
    {
        var codes = rows.Select(row => row.Code).ToArray();
        var organizations = await db.Set<Organization>()
            .Where(organization => organization.Kind == OrganizationKind.Enterprise && codes.Contains(organization.Code))
            .ToDictionaryAsync(organization => organization.Code, cancellation);
        var known = await LoadAsync(organizations, cancellation);
        var reserved = await ReserveAsync(work, rows, organizations, cancellation);
        foreach (var row in rows)
        {
            var isNew = !organizations.TryGetValue(row.Code, out var organization);
            organization ??= Add(work, row, reserved[row.Code]);
            var renamed = !isNew && await RenameOrMoveAsync(work, organization, row, cancellation);
            var filed = await FileAsync(work, row, organization.Id, known.GetValueOrDefault(organization.Id), cancellation);
            work.Imported++;
            work.Changed += isNew || renamed || filed ? 1 : 0;
        }
    }

    private async Task<Dictionary<long, SubjectFacts>> LoadAsync(Dictionary<string, Organization> organizations, CancellationToken cancellation)
    {
        var known = new Dictionary<long, SubjectFacts>();
        await foreach (var (subject, present) in facts.LoadSubjectsAsync([.. organizations.Values.Select(organization => organization.Id)], null, cancellation))
        {
            known[subject] = present;
        }

        return known;
    }

    private async Task<IReadOnlyDictionary<string, long>> ReserveAsync(
        Work work, EnterpriseRow[] rows, Dictionary<string, Organization> organizations, CancellationToken cancellation)
    {
        var wanted = rows.Where(row => !organizations.ContainsKey(row.Code))
            .Select(row => new NewSubject(Subject.Enterprise, row.Code, row.Name, row.Region, row.Zone)).ToList();
        return wanted.Count == 0
            ? new Dictionary<string, long>()
            : await (await BatchAsync(work, cancellation)).SubjectsAsync(wanted, cancellation);
    }

    private Organization Add(Work work, EnterpriseRow row, long id)
    {
        var now = time.GetUtcNow();
        var organization = new Organization
        {
            Id = id,
            Kind = OrganizationKind.Enterprise,
            Code = row.Code,
            Name = row.Name,
            Region = row.Region,
            Zone = row.Zone,
            CreatedAt = now,
            ChangedAt = now,
        };
        db.Add(organization);
        db.Add(new Registration { Batch = work.Batch!.Id, Organization = id, IsNew = true, Version = organization.Version });
        AddName(id, NameKind.Former, row.FormerName, null);
        AddName(id, NameKind.Short, row.ShortName, null);
        work.Added++;
        work.NamesChanged = true;
        return organization;
    }

    private async Task<bool> RenameOrMoveAsync(Work work, Organization organization, EnterpriseRow row, CancellationToken cancellation)
    {
        var region = Finer(row.Region, organization.Region);
        var zone = row.Zone ?? organization.Zone;
        var isRenamed = row.Name.Length > 0 && row.Name != organization.Name;
        if (!isRenamed && region == organization.Region && zone == organization.Zone)
        {
            return false;
        }

        audit.Record("导入时变更企业信息", $"enterprise:{organization.Code}", $"导入表格第 {row.Row + 1} 行",
            new { organization.Name, organization.Region, organization.Zone }, new { Name = isRenamed ? row.Name : organization.Name, Region = region, Zone = zone });
        var before = (organization.Name, organization.Region, organization.Zone);
        var former = isRenamed ? AddName(organization.Id, NameKind.Former, organization.Name, work.Request.On) : null;
        if (isRenamed)
        {
            organization.Name = row.Name;
            work.NamesChanged = true;
        }

        organization.Region = region;
        organization.Zone = zone;
        organization.ChangedAt = time.GetUtcNow();
        organization.Version++;
        db.Add(new Registration
        {
            Batch = (await BatchAsync(work, cancellation)).Id, Organization = organization.Id, IsNew = false, Version = organization.Version,
            Name = before.Name, Region = before.Region, Zone = before.Zone, Former = former,
        });
        await subjects.DescribeAsync(organization.Id, organization.Name, region, zone, cancellation);
        return true;
    }

    // A sheet that names only the district does not take the township away.
    private static string? Finer(string? stated, string? known) =>
        stated is null || known?.StartsWith(stated, StringComparison.Ordinal) == true ? known : stated;

    private long? AddName(long organization, NameKind kind, string? name, DateOnly? until)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        var row = new OrganizationName { Id = ids.Next(), Organization = organization, Kind = kind, Name = name, Until = until };
        db.Add(row);
        return row.Id;
    }

    private async Task<bool> FileAsync(Work work, EnterpriseRow row, long subject, SubjectFacts? known, CancellationToken cancellation)
    {
        var changes = row.Facts.Where(fact => known?.Find(catalogue.Get(fact.Key), fact.Period)?.Value != fact.Value).ToList();
        var grants = (row.Titles ?? []).Where(scheme => known?.FindTitle(scheme, work.Request.On) is null).Distinct().ToList();
        if (changes.Count == 0 && grants.Count == 0)
        {
            return false;
        }

        var batch = await BatchAsync(work, cancellation);
        var place = PlaceOf(work.Request.Title, row);
        foreach (var period in changes.GroupBy(change => change.Period))
        {
            await batch.WriteAsync(
                new NewFiling(subject, period.Key, work.Request.Source, [.. period.DistinctBy(change => change.Key).Select(change => new FiledValue(change.Key, change.Value))])
                {
                    Place = place,
                },
                cancellation);
        }

        foreach (var scheme in grants)
        {
            batch.Write(new NewTitleGrant(subject, scheme, "", work.Request.On, null, work.Request.Source) { Place = place });
        }

        work.Values += changes.Count + grants.Count;
        return true;
    }

    // With the file, so that a value on any page leads back to the cell it was read from.
    private static string PlaceOf(string file, EnterpriseRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"{(file.Length > LongestFile ? file[..LongestFile] + "…" : file)} 第 {row.Row + 1} 行");

    private async Task<FilingBatch> BatchAsync(Work work, CancellationToken cancellation) =>
        work.Batch ??= await facts.BeginBatchAsync(
            new NewBatch(work.Request.Title, work.Request.Source) { Headings = HeadingsOf(work.Request), Reporter = user.Name }, cancellation);

    private static Dictionary<string, string> HeadingsOf(ImportRequest request)
    {
        var headings = new Dictionary<string, string>();
        foreach (var fact in request.Rows.SelectMany(row => row.Facts))
        {
            headings.TryAdd(FilingBatch.Heading(fact.Key, fact.Period), request.Headings.GetValueOrDefault(fact.Column, ""));
        }

        return headings;
    }

    private async Task PublishAsync(Work work, CancellationToken cancellation)
    {
        if (work.Batch is not { } batch)
        {
            await db.SaveChangesAsync(cancellation);
            return;
        }

        await using (batch)
        {
            audit.Record("导入企业数据", $"batch:{batch.Id}", work.Request.Title, null, new { work.Imported, work.Changed, work.Added, work.Values });
            await batch.PublishAsync(cancellation);
        }

        if (work.NamesChanged)
        {
            index.Forget();
        }
    }

    private sealed class Work(ImportRequest request)
    {
        public ImportRequest Request => request;

        public FilingBatch? Batch { get; set; }

        public int Imported { get; set; }

        public int Changed { get; set; }

        public int Added { get; set; }

        public int Values { get; set; }

        public bool NamesChanged { get; set; }
    }
}
