using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>One field of the form as sent.</summary>
/// <param name="Seen">The stored form that stood there when the page was opened.</param>
/// <param name="Typed">What stands in the input now.</param>
public sealed record TypedField(string Key, string Seen, string Typed);

/// <summary>Every way a saving can end.</summary>
public abstract record SaveResult
{
    private SaveResult()
    {
    }

    /// <param name="Fields">What is stored now, field by field.</param>
    /// <param name="Contested">Fields a colleague changed meanwhile to something else: his value is stored, the typed one is not.</param>
    /// <param name="Problems">Fields whose text is not understood; they are not stored.</param>
    public sealed record Saved(IReadOnlyList<FieldView> Fields, IReadOnlyList<ContestedField> Contested, IReadOnlyList<Problem> Problems, DateTimeOffset At) : SaveResult;

    /// <summary>It was handed in meanwhile.</summary>
    public sealed record Closed(string Reason) : SaveResult;

    public sealed record NotFound : SaveResult;
}

/// <param name="Theirs">The colleague's value, in stored form.</param>
/// <param name="Typed">What this user typed.</param>
public sealed record ContestedField(FormField Field, string Theirs, string Who, DateTimeOffset At, string Typed);

/// <summary>
/// Keeps what was typed, field by field. Several people may work at once: nobody's field is taken back by a form that was opened earlier.
/// Sending the same again changes nothing.
/// </summary>
public sealed class SaveFields(FunengDb db, ReadApplication read, CurrentUser user, TimeProvider clock)
{
    private const int Tries = 20, MostFields = 400;

    public async Task<SaveResult> RunAsync(long id, IReadOnlyList<TypedField> typed, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(id, typed, cancellation);
            }
            catch (DbUpdateException problem) when (attempt < Tries && WriteCollision.Is(problem))
            {
                // Somebody saved at the same moment: merge with what is there now.
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<SaveResult> OnceAsync(long id, IReadOnlyList<TypedField> typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ApplyForBenefits) || await read.Visible().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } application
            || await read.OfAsync(application, cancellation) is not { } view)
            return new SaveResult.NotFound();
        if (!application.IsOpen) return new SaveResult.Closed($"这份申报{application.State.DisplayName()}，不能再改。");

        var (now, problems, contested, changed) = (clock.GetUtcNow(), new List<Problem>(), new List<ContestedField>(), new Dictionary<string, string>());
        foreach (var one in typed.Take(MostFields))
        {
            if (view.Fields.FirstOrDefault(field => field.Field.Key == one.Key && field.Field.CanChange) is not { } field) continue;
            var (stored, problem) = FieldText.Read(field.Field, one.Typed);
            if (problem is not null) problems.Add(new Problem(one.Key, $"{field.Field.Label}：{problem}"));
            else if (FieldMerge.Of(field.Stored, one.Seen, stored) is var outcome && outcome == MergeOutcome.Take) changed[one.Key] = stored;
            else if (outcome == MergeOutcome.Contested) contested.Add(new ContestedField(field.Field, field.Stored, field.Who ?? "", field.At ?? now, one.Typed));
        }

        await WriteAsync(application, changed, now, cancellation);
        return new SaveResult.Saved(
            [.. view.Fields.Select(field => changed.TryGetValue(field.Field.Key, out var value) ? field with { Stored = value, Who = user.Name, At = now } : field)], contested, problems, now);
    }

    private async Task WriteAsync(Application application, Dictionary<string, string> changed, DateTimeOffset now, CancellationToken cancellation)
    {
        if (changed.Count == 0) return;
        var keys = changed.Keys.ToList();
        var rows = await db.Set<ApplicationField>().Where(row => row.Application == application.Id && keys.Contains(row.Key)).ToDictionaryAsync(row => row.Key, cancellation);
        foreach (var (key, value) in changed)
        {
            if (rows.TryGetValue(key, out var row)) (row.Value, row.Who, row.At) = (value, user.Name, now);
            else db.Add(new ApplicationField { Application = application.Id, Key = key, Value = value, Who = user.Name, At = now });
        }

        application.Version++;
        application.ChangedAt = now;
        await db.SaveChangesAsync(cancellation);
    }
}
