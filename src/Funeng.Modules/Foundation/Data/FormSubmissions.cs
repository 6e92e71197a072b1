using System.Data.Common;

namespace Funeng.Modules.Foundation.Data;

/// <summary>What became of a form that was sent with a key.</summary>
/// <param name="IsFirst">True for whoever may do the work now.</param>
/// <param name="Location">Where the first sending went; null while it is at work.</param>
public sealed record FormClaim(bool IsFirst, string? Location);

/// <summary>
/// The keys of the forms that were sent, in the database: a second sending is recognised after a restart and in another process too.
/// Each step commits by itself, apart from the work it guards.
/// </summary>
public sealed class FormSubmissions(FunengDatabase database, TimeProvider time) : IStartStep
{
    /// <summary>A sending that has not ended by then was cut off; the next one may do the work.</summary>
    public static readonly TimeSpan LongestWork = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>The first with a key gets the work, everybody later what became of it.</summary>
    public async Task<FormClaim> ClaimAsync(string key, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenAsync(cancellation);
        await using var claim = Command(
            connection,
            """
            insert into form_submission (key, at, location) values (@key, @now, null)
            on conflict (key) do update set at = @now where form_submission.location is null and form_submission.at < @cut
            returning key
            """,
            ("key", key), ("now", InstantConverter.ToStored(now)), ("cut", InstantConverter.ToStored(now - LongestWork)));
        if (await claim.ExecuteScalarAsync(cancellation) is not null)
        {
            return new FormClaim(true, null);
        }

        await using var read = Command(connection, "select location from form_submission where key = @key", ("key", key));
        return new FormClaim(false, await read.ExecuteScalarAsync(cancellation) as string);
    }

    /// <summary>The work is done; it went there.</summary>
    public Task FinishAsync(string key, string location) =>
        ExecuteAsync("update form_submission set location = @location where key = @key", ("key", key), ("location", location));

    /// <summary>The work was refused or failed: the form may be sent again.</summary>
    public Task ReleaseAsync(string key) => ExecuteAsync("delete from form_submission where key = @key", ("key", key));

    /// <summary>At every start keys are forgotten that no open page can still carry.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        ExecuteAsync("delete from form_submission where at < @before", ("before", InstantConverter.ToStored(time.GetUtcNow() - Kept)));

    private async Task ExecuteAsync(string sql, params (string Name, object Value)[] parameters)
    {
        // Not cancelled with the request: what has happened must be remembered.
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    private static DbCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.AddParameter(name, value);
        }

        return command;
    }
}
