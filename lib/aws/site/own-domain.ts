import * as acm from 'aws-cdk-lib/aws-certificatemanager'
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import * as route53 from 'aws-cdk-lib/aws-route53'
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets'
import { Construct } from 'constructs'
import type { Domain } from '../settings.ts'

/** The installation's own domain for CloudFront: its certificate and, if its zone is known, its DNS records. */
export class OwnDomain extends Construct {
  /** The distribution's properties for this domain. */
  readonly distributionProps: Pick<
    cloudfront.DistributionProps,
    'domainNames' | 'certificate' | 'minimumProtocolVersion'
  >
  private readonly domain: Domain
  private readonly zone: route53.IHostedZone | undefined

  constructor(scope: Construct, id: string, domain: Domain) {
    super(scope, id)
    this.domain = domain
    this.zone =
      domain.zone &&
      route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
        hostedZoneId: domain.zone.id,
        zoneName: domain.zone.name,
      })
    this.distributionProps = {
      domainNames: [domain.name],
      certificate: this.certificate(),
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
    }
  }

  /** Writes the distribution's DNS records into the zone; without a zone they are set by hand. */
  leadTo(distribution: cloudfront.IDistribution): void {
    if (!this.zone) return
    const record = {
      zone: this.zone,
      recordName: `${this.domain.name}.`,
      target: route53.RecordTarget.fromAlias(new CloudFrontTarget(distribution)),
    }
    new route53.ARecord(this, 'Address', record)
    new route53.AaaaRecord(this, 'AddressV6', record)
  }

  private certificate(): acm.ICertificate {
    const { name, certificateArn } = this.domain
    if (certificateArn !== undefined) return acm.Certificate.fromCertificateArn(this, 'Certificate', certificateArn)
    return new acm.Certificate(this, 'Certificate', {
      domainName: name,
      validation: acm.CertificateValidation.fromDns(this.zone),
    })
  }
}
