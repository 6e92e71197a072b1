using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Policies.Contacts;

/// <summary>The telephone an office answers questions about its policies at, in one version. Rows are added and never changed; the last version stands.</summary>
public sealed class OfficeContact
{
    /// <summary>As the policies name it: 市商务局.</summary>
    public required string Office { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Version { get; init; }

    /// <summary>Empty where the last one was taken back.</summary>
    public required string Phone { get; init; }

    /// <summary>Where it was published, or who confirmed it.</summary>
    public required string Basis { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class OfficeContactTable : IEntityTypeConfiguration<OfficeContact>
{
    public void Configure(EntityTypeBuilder<OfficeContact> builder) => builder.ToTable("office_contact").HasKey(contact => new { contact.Office, contact.Version });
}
