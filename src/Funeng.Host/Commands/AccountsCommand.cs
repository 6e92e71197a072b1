using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Accounts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Commands;

/// <summary>
/// <c>accounts list|reset USER [--data DIR] [--database C]</c>: who can sign in, and the way back for an administrator who has lost the password.
/// Everything else about accounts is done on their page.
/// </summary>
internal static class AccountsCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words).Allow("data", "database");
        var options = ServeCommand.Read(arguments);
        ServeCommand.RequireInstallation(options);
        var verb = arguments.At(0, "'list' or 'reset USER'");
        await using var site = await Site.OpenAsync(options, cancellation);
        await using var scope = site.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsCommandLine();
        return verb switch
        {
            "list" => await ListAsync(scope.ServiceProvider, cancellation),
            "reset" => await ResetAsync(scope.ServiceProvider, arguments.At(1, "the user name"), cancellation),
            _ => throw new UsageException("usage: accounts list|reset USER [--data DIR] [--database C]"),
        };
    }

    private static async Task<int> ListAsync(IServiceProvider services, CancellationToken cancellation)
    {
        foreach (var account in await services.GetRequiredService<FunengDb>().Accounts.OrderBy(account => account.NormalizedUserName).ToListAsync(cancellation))
            Console.WriteLine($"{account.Role} {account.UserName} {account.DisplayName}{(account.IsDisabled ? " disabled" : "")}");
        return CommandTable.Done;
    }

    private static async Task<int> ResetAsync(IServiceProvider services, string userName, CancellationToken cancellation)
    {
        var name = userName.ToUpperInvariant();
        var id = await services.GetRequiredService<FunengDb>().Accounts
            .Where(account => account.NormalizedUserName == name).Select(account => (long?)account.Id).SingleOrDefaultAsync(cancellation)
            ?? throw new UsageException($"there is no account '{userName}'");
        var answer = await services.GetRequiredService<ManageAccounts>().ResetPasswordAsync(id, "命令行重置", cancellation);
        if (answer is not AccountAnswer.Done { Password: { } password })
            throw new InvalidOperationException(answer.ToString());
        Console.WriteLine(password);
        return CommandTable.Done;
    }
}
