using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Makes an API token with the rights of the signed-in user. Its text is in the result and nowhere else.</summary>
public sealed class CreateApiToken(FunengDb db, IdSource ids, CurrentUser user, AuditTrail audit, TimeProvider time)
{
    private const int LongestName = 60;

    public async Task<CreateApiTokenResult> RunAsync(string name, int days, CancellationToken cancellation)
    {
        var title = name.Trim();
        if (title.Length is 0 or > LongestName)
        {
            return new CreateApiTokenResult.Refused($"请填写用途，不超过 {LongestName} 个字");
        }

        if (days is < 1 or > 366)
        {
            return new CreateApiTokenResult.Refused("有效期为 1 至 366 天");
        }

        var account = user.Id ?? throw new InvalidOperationException("A token belongs to a signed-in user.");
        var text = ApiToken.NewText();
        var now = time.GetUtcNow();
        var token = new ApiToken
        {
            Id = ids.Next(),
            Account = account,
            Name = title,
            Hash = ApiToken.HashOf(text),
            CreatedAt = now,
            ExpiresAt = now.AddDays(days),
        };
        db.Add(token);
        audit.Record("建立令牌", $"api-token:{token.Id}", title, after: new { token.Name, token.ExpiresAt });
        await db.SaveChangesAsync(cancellation);
        return new CreateApiTokenResult.Created(token.Id, text);
    }
}

public abstract record CreateApiTokenResult
{
    private CreateApiTokenResult()
    {
    }

    public sealed record Created(long Id, string Text) : CreateApiTokenResult;

    public sealed record Refused(string Problem) : CreateApiTokenResult;
}
