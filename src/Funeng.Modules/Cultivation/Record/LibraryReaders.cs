using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation.Record;

/// <summary>The outside accounts before which a record is put.</summary>
public sealed class LibraryReaders(FunengDb db)
{
    /// <summary>Experts and banks that were not asked yet and did not nominate it themselves.</summary>
    public async Task<IReadOnlyList<OutsideAccount>> CouldBeAskedAsync(LibraryRecord record, CancellationToken cancellation) =>
        [.. (await db.Set<Account>().AsNoTracking()
            .Where(account => (account.Role == Role.Expert || account.Role == Role.Bank)
                && !db.Set<LibraryReader>().Any(reader => reader.Record == record.Id && reader.Account == account.Id))
            .OrderBy(account => account.DisplayName)
            .Select(account => new OutsideAccount(account.Id, account.DisplayName, account.Role))
            .ToListAsync(cancellation))
            .Where(account => account.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) != record.NominatedBy)];

    /// <summary>Joins the unit of work.</summary>
    /// <returns>Why not, if the account cannot be asked.</returns>
    public async Task<string?> AddAsync(LibraryRecord record, long account, LibraryActor actor, DateOnly today, CancellationToken cancellation)
    {
        var asked = (await CouldBeAskedAsync(record, cancellation)).FirstOrDefault(candidate => candidate.Id == account);
        if (asked is null)
            return "这个账号不能征求意见：不是专家或银行账号，或者已经征求过，或者就是提名人";

        db.Add(new LibraryReader { Record = record.Id, Account = asked.Id, AskedBy = actor.UserId, AskedOn = today });
        return null;
    }
}

/// <summary>An account that speaks from outside the administration.</summary>
public sealed record OutsideAccount(long Id, string Name, Role Role);
