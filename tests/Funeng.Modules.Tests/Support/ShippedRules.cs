using Funeng.Modules.Policies;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Support;

/// <summary>The rules the product ships with, read and compiled once for all tests.</summary>
internal static class ShippedRules
{
    public static string Folder { get; } = Repository.Folder("rules");

    private static readonly Lazy<RuleBook> Book = new(() => RuleBook.Load(Folder));
    private static readonly Lazy<PolicyBook> Policies = new(() => PolicyBook.Load(Book.Value));

    public static PolicyBook Policy => Policies.Value;

    public static void AddTo(IServiceCollection services) => services
        .AddSingleton(_ => Book.Value)
        .AddSingleton(_ => Policies.Value.ForAnother());
}
