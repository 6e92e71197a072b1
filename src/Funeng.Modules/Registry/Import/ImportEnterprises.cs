using System.Globalization;
using System.Text.Json;
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
public sealed record ImportRequest(IReadOnlyList<EnterpriseRow> Rows, IReadOnlyDictionary<int, string> Headings, string Title, string Source, DateOnly On)
{
    /// <summary>The upload the rows come from; its state is set with what is written, or not at all.</summary>
    public long? Run { get; init; }
}

/// <summary>What an import did.</summary>
/// <param name="Imported">Sound rows; all of them are now what the sheet says.</param>
/// <param name="Changed">Rows that changed anything.</param>
/// <param name="Added">Enterprises that were not known before.</param>
/// <param name="Values">Values filed.</param>
/// <param name="Batch">The batch, by which it can be undone; null when nothing changed.</param>
public sealed record ImportReport(int Imported, int Changed, int Added, int Values, long? Batch);

/// <summary>
/// Writes the sound rows of a sheet: enterprises, facts and titles; names and places of known enterprises only where the user said so. A value
/// that already stands is not filed again, so that the same sheet a second time changes nothing. All of it counts from one moment on, or
/// nothing does. When another import got in between, all of it is done again upon what that one left.
/// </summary>
public sealed class ImportEnterprises(
    FunengDb db, FactStore facts, FactReader reader, FactCatalogue catalogue, WriteRegister register, AuditTrail audit, CurrentUser user, IdSource ids, TimeProvider time, EnterpriseIndex index)
{
    private const int Chunk = 1000;
    private const int Attempts = 4;
    private const int LongestFile = 60;

    public async Task<ImportReport> RunAsync(ImportRequest request, Func<int, Task>? progress, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var work = new Work(request);
            try
            {
                return await RunAsync(work, progress, cancellation);
            }
            catch (Exception problem)
            {
                // Nothing of a failed attempt remains, not even unseen.
                db.ChangeTracker.Clear();
                var isGone = await DiscardAsync(work);
                // Another import registered the same enterprise or changed the same entry a moment before: once more.
                if (attempt == Attempts || !isGone || !WriteCollision.Is(problem))
                {
                    throw;
                }
            }
        }
    }

    private async Task<ImportReport> RunAsync(Work work, Func<int, Task>? progress, CancellationToken cancellation)
    {
        var waiting = work.Request.Rows.Where(row => row is { IsSound: true, IsWritten: false }).ToList();
        foreach (var chunk in waiting.Chunk(Chunk))
        {
            await WriteAsync(work, chunk, cancellation);
            await (progress?.Invoke(work.Imported) ?? Task.CompletedTask);
        }

        await RecordAsync(work, waiting, cancellation);
        await PublishAsync(work, cancellation);
        return new ImportReport(work.Imported, work.Changed, work.Added, work.Values, work.Batch?.Id);
    }

    /// <summary>False when the batch counts already: what failed came after it.</summary>
    private async Task<bool> DiscardAsync(Work work)
    {
        if (work.Batch is not { } batch)
        {
            return true;
        }

        await batch.DisposeAsync();
        return await facts.DiscardBatchAsync(batch.Id, CancellationToken.None);
    }

    private async Task RecordAsync(Work work, List<EnterpriseRow> rows, CancellationToken cancellation)
    {
        if (work.Request.Run is null && work.Changed == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        db.Add(new ImportWrite
        {
            Id = ids.Next(), Run = work.Request.Run, Title = work.Request.Title, Batch = work.Batch?.Id, Who = user.Name, WrittenAt = now,
            Rows = JsonSerializer.Serialize(rows.Select(row => row.Row)), Imported = work.Imported, Changed = work.Changed, Added = work.Added,
            Filed = work.Values, Changes = JsonSerializer.Serialize(work.Changes),
        });
        if (work.Request.Run is { } id && await db.Set<ImportRun>().SingleAsync(row => row.Id == id, cancellation) is { } run)
        {
            run.State = ImportState.Written;
            run.WrittenAt = now;
            run.Changed += work.Changed;
            run.Added += work.Added;
            run.Filed += work.Values;
        }
    }

    private async Task WriteAsync(Work work, EnterpriseRow[] rows, CancellationToken cancellation)
    {
        var codes = rows.Select(row => row.Code).ToArray();
        var organizations = await db.Set<Organization>()
            .Where(organization => organization.Kind == OrganizationKind.Enterprise && codes.Contains(organization.Code))
            .ToDictionaryAsync(organization => organization.Code, cancellation);
        // Another row of the same enterprise, perhaps of another year, may have registered it a moment ago.
        foreach (var code in codes)
        {
            if (work.Registered.TryGetValue(code, out var added)) organizations[code] = added;
        }

        // What this source said last, whatever others say: its word is filed even where a better source already agrees, and only once.
        var known = await LoadAsync(organizations, work.Request.Source, cancellation);
        var reserved = await ReserveAsync(work, rows, organizations, cancellation);
        foreach (var row in rows)
        {
            var isNew = !organizations.TryGetValue(row.Code, out var organization);
            organization ??= organizations[row.Code] = Add(work, row, reserved[row.Code]);
            var renamed = !isNew && work.Note(await register.ChangeAsync(organization, row, work.Request.On, cancellation));
            var filed = await FileAsync(work, row, organization.Id, known.GetValueOrDefault(organization.Id), cancellation);
            work.Imported++;
            work.Changed += isNew || renamed || filed ? 1 : 0;
        }
    }

    private async Task<Dictionary<long, SubjectFacts>> LoadAsync(Dictionary<string, Organization> organizations, string source, CancellationToken cancellation)
    {
        var known = new Dictionary<long, SubjectFacts>();
        await foreach (var (subject, present) in reader.LoadSubjectsAsync([.. organizations.Values.Select(organization => organization.Id)], null, cancellation, source))
        {
            known[subject] = present;
        }

        return known;
    }

    private async Task<IReadOnlyDictionary<string, long>> ReserveAsync(
        Work work, EnterpriseRow[] rows, Dictionary<string, Organization> organizations, CancellationToken cancellation)
    {
        var wanted = rows.Where(row => !organizations.ContainsKey(row.Code)).DistinctBy(row => row.Code)
            .Select(row => new NewSubject(Subject.Enterprise, row.Code, row.Name, row.Region, row.Zone)).ToList();
        return wanted.Count == 0
            ? new Dictionary<string, long>()
            : await (await BatchAsync(work, cancellation)).SubjectsAsync(wanted, cancellation);
    }

    private Organization Add(Work work, EnterpriseRow row, long id)
    {
        var organization = register.Add(row, id, out var change);
        work.Registered[row.Code] = organization;
        work.Added++;
        work.Note(change);
        return organization;
    }

    private async Task<bool> FileAsync(Work work, EnterpriseRow row, long subject, SubjectFacts? known, CancellationToken cancellation)
    {
        var changes = row.Facts.Where(fact => known?.Find(catalogue.Get(fact.Key), fact.Period)?.Value != fact.Value).ToList();
        var grants = (row.Titles ?? []).Where(title => !IsKnown(title, known, work.Request.On)).ToList();
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

        foreach (var title in grants)
        {
            batch.Write(new NewTitleGrant(subject, title.Scheme, "", title.KnownSince(work.Request.On), title.To, work.Request.Source)
            {
                IsUndated = title.From is null, Place = place,
            });
        }

        work.Values += changes.Count + grants.Count;
        return true;
    }

    // A title without a date says nothing new about one that is held already.
    private static bool IsKnown(HeldTitle title, SubjectFacts? known, DateOnly on) => known is not null && (title.From is { } from
        ? known.Titles.Any(grant => grant.Scheme == title.Scheme && grant.From == from && (title.To is null || grant.To == title.To))
        : known.FindTitle(title.Scheme, title.KnownSince(on)) is not null);

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
        if (work.Batch is { } batch)
        {
            await using var _ = batch;
            audit.Record("导入企业数据", $"batch:{batch.Id}", work.Request.Title, null, new { work.Imported, work.Changed, work.Added, work.Values });
            await batch.PublishAsync(cancellation);
        }
        else
        {
            await db.SaveChangesAsync(cancellation);
        }

        if (work.Changes.Count > 0)
        {
            await index.ChangedAsync([.. work.Changes.Select(change => change.Id)], CancellationToken.None);
        }
    }

    private sealed class Work(ImportRequest request)
    {
        public ImportRequest Request => request;

        public FilingBatch? Batch { get; set; }

        public List<RegisterChange> Changes { get; } = [];

        public Dictionary<string, Organization> Registered { get; } = [];

        public int Imported { get; set; }

        public int Changed { get; set; }

        public int Added { get; set; }

        public int Values { get; set; }

        /// <returns>True when there was a change.</returns>
        public bool Note(RegisterChange? change)
        {
            if (change is not null) Changes.Add(change);
            return change is not null;
        }
    }
}
