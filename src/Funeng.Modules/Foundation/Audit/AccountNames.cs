using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Audit;

/// <summary>Accounts in the audit; who may manage them finds their pages.</summary>
internal sealed class AccountNames(FunengDb db, CurrentUser user) : IAuditNames
{
    public string Kind => "account";

    public string Title => "账号";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        var found = await db.Accounts.Where(account => ids.Contains(account.Id)).Select(account => new { account.Id, account.DisplayName, account.UserName }).ToListAsync(cancellation);
        return found.ToDictionary(
            account => account.Id.ToString(CultureInfo.InvariantCulture),
            account => new AuditName($"{account.DisplayName}（{account.UserName}）", user.Has(Permission.ManageUsers) ? $"/accounts/{account.Id}" : null));
    }

    public async Task<IReadOnlyList<string>> FindAsync(string text, CancellationToken cancellation) =>
        [.. (await db.Accounts.Where(account => account.DisplayName.Contains(text)).Select(account => account.Id).Order().Take(20).ToListAsync(cancellation))
            .Select(id => id.ToString(CultureInfo.InvariantCulture))];
}

/// <summary>Tokens of the API in the audit.</summary>
internal sealed class TokenNames(FunengDb db) : IAuditNames
{
    public string Kind => "api-token";

    public string Title => "接口令牌";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<ApiToken>().Where(token => ids.Contains(token.Id)).Select(token => new { token.Id, token.Name }).ToListAsync(cancellation))
            .ToDictionary(token => token.Id.ToString(CultureInfo.InvariantCulture), token => new AuditName(token.Name, null));
    }
}

/// <summary>Groups of enterprise chats in the audit.</summary>
internal sealed class NoticeTargetNames(FunengDb db) : IAuditNames
{
    public string Kind => "notice-target";

    public string Title => "通知群";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<NoticeTarget>().Where(target => ids.Contains(target.Id)).Select(target => new { target.Id, target.Name }).ToListAsync(cancellation))
            .ToDictionary(target => target.Id.ToString(CultureInfo.InvariantCulture), target => new AuditName(target.Name, "/notices"));
    }
}

/// <summary>The audit in the audit: somebody took a copy of it.</summary>
internal sealed class AuditItself : IAuditNames
{
    public string Kind => "audit";

    public string Title => "审计记录";

    public Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, AuditName>>(keys.ToDictionary(key => key, _ => new AuditName("审计记录", "/audit")));
}

/// <summary>Keys of the audit that are ids.</summary>
public static class AuditKeys
{
    public static IReadOnlyList<long> Numbers(IEnumerable<string> keys) =>
        [.. keys.Select(key => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null).OfType<long>()];
}
