using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Funeng.Modules.Foundation.Data;

/// <summary>
/// Whether a write failed because somebody else wrote the same at the same moment: a version that moved, a key that was taken, a lock that was held.
/// Everything else (a full disk, a lost connection, a broken rule of ours) is no collision and must be heard of.
/// </summary>
public static class WriteCollision
{
    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteUnique = 2067, SqlitePrimaryKey = 1555;

    public static bool Is(Exception problem) => problem switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => Is(inner),
        // So the driver passes on what it thinks may go well a second time: a serialization failure, a deadlock.
        InvalidOperationException { InnerException: { } inner } => Is(inner),
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked || sqlite.SqliteExtendedErrorCode is SqliteUnique or SqlitePrimaryKey,
        _ => false,
    };

    /// <summary>Stores what a round of the clock has made. Where another process did the same at this moment all of it is let go: the next round looks again.</summary>
    internal static async Task SaveOrLeaveAsync(this DbContext db, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (Is(problem))
        {
            db.ChangeTracker.Clear();
        }
    }
}
