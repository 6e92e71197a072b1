using System.Data.Common;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Registry;

/// <summary>An organization as loaded in bulk; its id is that of its subject in the facts.</summary>
public sealed record LoadedOrganization(
    long Id, OrganizationKind Kind, string Code, string Name, string? Region, string? Zone, string? Industry, DateOnly? FoundedOn)
{
    public bool IsSynthetic { get; init; }

    public int? RevenueYear { get; init; }

    public decimal? Revenue { get; init; }

    public long? Employees { get; init; }
}

/// <summary>Writes many new organizations at once, as for the demo city. None of them may exist already.</summary>
public sealed class OrganizationLoader(FunengDatabase database, TimeProvider time, EnterpriseIndex index)
{
    private const int Chunk = 20_000;

    private static readonly IReadOnlyList<BulkColumn> Columns =
    [
        new("id", BulkType.Long), new("kind", BulkType.Text), new("code", BulkType.Text), new("name", BulkType.Text), new("region", BulkType.Text),
        new("zone", BulkType.Text), new("industry", BulkType.Text), new("founded_on", BulkType.Date), new("state", BulkType.Text),
        new("is_synthetic", BulkType.Boolean), new("revenue_year", BulkType.Integer), new("revenue_fen", BulkType.Long), new("employees", BulkType.Long),
        new("created_at", BulkType.Long), new("changed_at", BulkType.Long), new("version", BulkType.Long),
        new("name_initials", BulkType.Text),
    ];

    public async Task WriteAsync(IEnumerable<LoadedOrganization> organizations, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        foreach (var chunk in organizations.Chunk(Chunk))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await WriteAsync(connection, transaction, chunk, cancellation);
            await transaction.CommitAsync(cancellation);
        }

        index.Forget();
        await AnalyzeAsync(connection, cancellation);
    }

    // Without figures about the table the database may pick a bad index for the list.
    private static async Task AnalyzeAsync(DbConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "analyze organization";
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task WriteAsync(
        DbConnection connection, DbTransaction transaction, IEnumerable<LoadedOrganization> organizations, CancellationToken cancellation)
    {
        var now = InstantConverter.ToStored(time.GetUtcNow());
        await using var writer = await BulkWriter.BeginAsync(connection, transaction, "organization", Columns, cancellation);
        foreach (var row in organizations)
        {
            writer.Write(
                row.Id, row.Kind.ToString(), row.Code, row.Name, row.Region, row.Zone, row.Industry, row.FoundedOn, nameof(OrganizationState.Active),
                row.IsSynthetic, row.RevenueYear, row.Revenue is { } revenue ? (long)decimal.Round(revenue * 100) : null, row.Employees, now, now, 0L, Organization.InitialsOf(row.Name));
        }

        await writer.CompleteAsync(cancellation);
    }
}
